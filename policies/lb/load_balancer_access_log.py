"""Requests to load balancers must be logged."""

import pulumi_policy as pp

from policies.lb.load_balancers import CLASSIC, LOAD_BALANCERS
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS logs nothing unless asked; a gateway load balancer passes packets on and has no requests."""
    if args.resource_type not in (*LOAD_BALANCERS, CLASSIC):
        return
    # A classic load balancer that names a bucket logs to it; the others must be told so.
    is_logged = read(args).flag("accessLogs", "enabled", default=args.resource_type == CLASSIC)
    if not (is_logged and read(args).has("accessLogs", "bucket")) and read(args).text("loadBalancerType") != "gateway":
        report_violation(f"Requests to the load balancer {args.name} must be logged.", None)


POLICY = pp.ResourceValidationPolicy(
    name="lb-load-balancer-access-log",
    description="Requests to load balancers are logged.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "ELB.5",
        "Application and Classic Load Balancers logging should be enabled",
    ),
    remediation_steps='Set `access_logs={"bucket": bucket.bucket, "enabled": True}`.',
    tags=["lb", "audit", "CKV_AWS_91"],
    url="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
    validate=validate,
)
