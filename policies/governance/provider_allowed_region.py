"""Data must stay in the regions that it may be in."""

from typing import cast

import pulumi_policy as pp

from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A provider without a region takes that of whoever runs Pulumi."""
    if args.resource_type != "pulumi:providers:aws":
        return
    region, allowed = read(args).text("region"), cast("list[str]", args.get_config().get("regions", []))
    if not region:
        report_violation(f"The provider {args.name} must name its region.", None)
    elif allowed and region not in allowed:
        report_violation(f"The provider {args.name} must not work in {region}; allowed: {', '.join(allowed)}.", None)


POLICY = pp.ResourceValidationPolicy(
    name="governance-provider-allowed-region",
    description="AWS providers name their region, one of the allowed ones where these are listed.",
    severity=pp.Severity.LOW,
    config_schema=pp.PolicyConfigSchema(
        properties={
            "regions": {
                "type": "array",
                "items": {"type": "string", "pattern": "^[a-z]{2}(-[a-z]+)+-[0-9]$"},
                "description": "Regions that resources may be in; any, when absent.",
            }
        }
    ),
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC08-BP01", "Implement controls on where data is stored"
    ),
    remediation_steps="Pass `region` to the provider; allow regions in a file for `--policy-pack-config`: "
    '`{"governance-provider-allowed-region": {"regions": ["eu-west-1"]}}`.',
    tags=["governance", "region"],
    url="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/data-protection.html",
    validate=validate,
)
