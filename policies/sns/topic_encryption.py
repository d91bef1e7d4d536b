"""Topics must be encrypted."""

import pulumi_policy as pp

from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS leaves messages in plain text unless asked."""
    if args.resource_type == "aws:sns/topic:Topic" and not read(args).has("kmsMasterKeyId"):
        report_violation(f"The topic {args.name} must be encrypted.", None)


POLICY = pp.ResourceValidationPolicy(
    name="sns-topic-encryption",
    description="Topics are encrypted at rest.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "SNS.1",
        "SNS topics should be encrypted at-rest using AWS KMS",
    ),
    remediation_steps="Set `kms_master_key_id`.",
    tags=["sns", "encryption", "CKV_AWS_26", "AWS-0095"],
    url="https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
    validate=validate,
)
