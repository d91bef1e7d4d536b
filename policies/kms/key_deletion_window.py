"""The deletion of a key must leave time to take it back."""

import pulumi_policy as pp

from policies.resources import read

LONGEST_DAYS = 30


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """With the key goes everything that it encrypted. AWS waits thirty days unless told otherwise."""
    if args.resource_type != "aws:kms/key:Key":
        return
    days = read(args).number("deletionWindowInDays")
    if days is not None and days < LONGEST_DAYS:
        report_violation(f"The deletion of the key {args.name} must wait for {LONGEST_DAYS} days.", None)


POLICY = pp.ResourceValidationPolicy(
    name="kms-key-deletion-window",
    description="Keys are deleted only after thirty days.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "KMS.3",
        "AWS KMS keys should not be deleted unintentionally",
    ),
    remediation_steps="Set `deletion_window_in_days=30`.",
    tags=["kms", "deletion"],
    url="https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
    validate=validate,
)
