"""Security groups and their rules must say what they are for."""

import pulumi_policy as pp

from policies.ec2.security_groups import GROUP, rules
from policies.properties import Properties, evaluate
from policies.resources import read

_NOTHING_SAID = ("", "Managed by Pulumi", "Managed by Terraform")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """What the provider writes when nothing is said tells nobody why the door is open."""

    def check(described: Properties) -> None:
        if described.text("description").strip() in _NOTHING_SAID:
            what = f"`{described.path}` of {args.name}" if described.path else args.name
            report_violation(f"{what} must have a description.", None)

    group = [read(args)] if args.resource_type == GROUP else []
    evaluate([*group, *rules(args, "ingress"), *rules(args, "egress")], check)


POLICY = pp.ResourceValidationPolicy(
    name="ec2-security-group-description",
    description="Security groups and their rules have a description.",
    severity=pp.Severity.LOW,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC05-BP02", "Control traffic flow within your network layers"
    ),
    remediation_steps="Say in `description` who talks to whom and why. That of a group cannot change later.",
    tags=["ec2", "network", "CKV_AWS_23", "AWS-0099", "AWS-0124"],
    url="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    validate=validate,
)
