"""File systems must be encrypted with a key of ours."""

import pulumi_policy as pp

from policies.kms.keys import has_customer_key
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS leaves files in plain text unless asked, and only a new file system can be encrypted."""
    if args.resource_type != "aws:efs/fileSystem:FileSystem":
        return
    if not has_customer_key(read(args), "kmsKeyId") or not read(args).flag("encrypted"):
        report_violation(f"The file system {args.name} must be encrypted with a customer managed key.", None)


POLICY = pp.ResourceValidationPolicy(
    name="efs-file-system-encryption",
    description="File systems are encrypted with a customer managed key.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "EFS.1",
        "Elastic File System should be configured to encrypt file data at-rest using AWS KMS",
    ),
    remediation_steps="Set `encrypted=True` and `kms_key_id` when the file system is made; later both replace it.",
    tags=["efs", "encryption", "CKV_AWS_42", "CKV_AWS_184", "AWS-0037"],
    url="https://docs.aws.amazon.com/efs/latest/ug/encryption.html",
    validate=validate,
)
