"""Security groups must not let everything out to everywhere."""

import pulumi_policy as pp

from policies.ec2.networks import is_anywhere
from policies.ec2.ports import is_every_port
from policies.ec2.security_groups import cidrs, rules
from policies.properties import Properties, evaluate


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A group without egress rules is closed: the provider removes the open rule that AWS adds."""

    def check(found: tuple[Properties, Properties]) -> None:
        rule, cidr = found
        if is_anywhere(cidr.text()) and is_every_port(rule):
            report_violation(f"{args.name} must not let all traffic out to {cidr.text()}.", None)

    evaluate(cidrs(rules(args, "egress")), check)


POLICY = pp.ResourceValidationPolicy(
    name="ec2-security-group-no-open-egress",
    description="Security groups let nothing out to everywhere on all ports.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC05-BP02", "Control traffic flow within your network layers"
    ),
    remediation_steps="Name the ports, and the networks, prefix lists or security groups that traffic may go to.",
    tags=["ec2", "network", "CKV_AWS_382", "AWS-0104"],
    url="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    validate=validate,
)
