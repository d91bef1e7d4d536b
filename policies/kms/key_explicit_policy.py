"""A key must say who may use it, and be usable."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS's default key policy is not in the program, so nobody reviews it."""
    if args.resource_type != "aws:kms/key:Key":
        return

    def has_policy(key: Properties) -> None:
        if not key.has("policy"):
            report_violation(f"The key {args.name} must have a policy of its own.", None)

    def is_enabled(key: Properties) -> None:
        if not key.flag("isEnabled", default=True):
            report_violation(f"The key {args.name} must be enabled.", None)

    evaluate([read(args)], has_policy, is_enabled)


POLICY = pp.ResourceValidationPolicy(
    name="kms-key-explicit-policy",
    description="Keys have a policy of their own and are enabled.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC08-BP01", "Implement secure key management"
    ),
    remediation_steps="Set `policy`, and leave `is_enabled` on.",
    tags=["kms", "access", "CKV2_AWS_64", "CKV_AWS_227"],
    url="https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
    validate=validate,
)
