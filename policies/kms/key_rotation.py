"""Keys must rotate."""

import pulumi_policy as pp

from policies.resources import read

_UNROTATED_SPECS = ("RSA", "ECC", "HMAC", "SM2", "ML_DSA")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS rotates symmetric keys only, and not unless asked."""
    if args.resource_type != "aws:kms/key:Key":
        return
    key = read(args)
    if not key.text("customerMasterKeySpec").startswith(_UNROTATED_SPECS) and not key.flag("enableKeyRotation"):
        report_violation(f"The key {args.name} must rotate.", None)


POLICY = pp.ResourceValidationPolicy(
    name="kms-key-rotation",
    description="Symmetric keys rotate every year.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "3.6",
        "Ensure rotation for customer-created symmetric CMKs is enabled",
    ),
    remediation_steps="Set `enable_key_rotation=True`.",
    tags=["kms", "encryption", "CKV_AWS_7", "AWS-0065"],
    url="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    validate=validate,
)
