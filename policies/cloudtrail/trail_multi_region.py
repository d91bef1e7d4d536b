"""A trail must record all regions, and record."""

import pulumi_policy as pp

from policies.cloudtrail.trails import TRAIL
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS makes trails of one region unless asked; a thief of credentials uses another."""
    if args.resource_type != TRAIL:
        return
    trail = read(args)
    if not trail.flag("isMultiRegionTrail"):
        report_violation(f"The trail {args.name} must record all regions.", None)
    if not trail.flag("enableLogging", default=True):
        report_violation(f"The trail {args.name} must be switched on.", None)


POLICY = pp.ResourceValidationPolicy(
    name="cloudtrail-trail-multi-region",
    description="Trails record all regions and are switched on.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark", "5.0.0", "3.1", "Ensure CloudTrail is enabled in all regions"
    ),
    remediation_steps="Set `is_multi_region_trail=True` and leave `enable_logging` on.",
    tags=["cloudtrail", "audit", "CKV_AWS_67", "CKV_AWS_251", "AWS-0014"],
    url="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html",
    validate=validate,
)
