"""A firewall must not go by accident."""

import pulumi_policy as pp

from policies.properties import evaluate
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Without its firewall a network has no way out at all, or an open one."""
    if args.resource_type != "aws:networkfirewall/firewall:Firewall":
        return

    def check(key: str) -> None:
        if not read(args).flag(key):
            report_violation(f"`{key}` of the firewall {args.name} must be on.", None)

    evaluate(("deleteProtection", "subnetChangeProtection"), check)


POLICY = pp.ResourceValidationPolicy(
    name="networkfirewall-firewall-delete-protection",
    description="Firewalls are protected against deletion and against the removal of their subnets.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "NetworkFirewall.9",
        "Network Firewall firewalls should have deletion protection enabled",
    ),
    remediation_steps="Set `delete_protection=True` and `subnet_change_protection=True`.",
    tags=["networkfirewall", "network", "CKV_AWS_344"],
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html",
    validate=validate,
)
