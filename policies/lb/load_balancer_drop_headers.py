"""Load balancers must not pass on headers that are none."""

import pulumi_policy as pp

from policies.lb.load_balancers import APPLICATION, LOAD_BALANCERS
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """They smuggle a second request past the first; absent means that they pass. Only HTTP has headers."""
    if args.resource_type not in LOAD_BALANCERS or read(args).flag("dropInvalidHeaderFields"):
        return
    if read(args).text("loadBalancerType") in ("", APPLICATION):
        report_violation(f"The load balancer {args.name} must drop invalid headers.", None)


POLICY = pp.ResourceValidationPolicy(
    name="lb-load-balancer-drop-headers",
    description="Application load balancers drop invalid headers.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "ELB.4",
        "Application Load Balancer should be configured to drop invalid http headers",
    ),
    remediation_steps="Set `drop_invalid_header_fields=True`.",
    tags=["lb", "network", "CKV_AWS_131", "AWS-0052"],
    url="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
    validate=validate,
)
