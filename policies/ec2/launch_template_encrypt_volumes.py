"""Volumes of nodes must be encrypted with a key of ours."""

import pulumi_policy as pp

from policies.ec2.volumes import require_encryption
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A template without mappings takes the image's own root volume, which nobody encrypts."""
    if args.resource_type == "aws:ec2/launchTemplate:LaunchTemplate":
        mappings = read(args).each("blockDeviceMappings")
        require_encryption(mappings, "kmsKeyId", f"the launch template {args.name}", report_violation)


POLICY = pp.ResourceValidationPolicy(
    name="ec2-launch-template-encrypt-volumes",
    description="Volumes in launch templates are encrypted with a customer managed key.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "5.1.1",
        "Ensure EBS volume encryption is enabled in all regions",
    ),
    remediation_steps='Set `"ebs": {"encrypted": "true", "kms_key_id": key.arn}` in every block device mapping.',
    tags=["ec2", "encryption", "CKV_AWS_8", "CKV_AWS_106", "AWS-0008", "AWS-0131"],
    url="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    validate=validate,
)
