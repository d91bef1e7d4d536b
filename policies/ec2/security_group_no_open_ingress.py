"""Security groups must not let the whole Internet in."""

import pulumi_policy as pp

from policies.ec2 import ports
from policies.ec2.networks import is_anywhere
from policies.ec2.security_groups import cidrs, rules
from policies.properties import Properties, evaluate

CLOSED_PORTS = {22: "SSH", 80: "HTTP", 3389: "RDP"}


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Rules stand inside a group or beside it."""

    def check(found: tuple[Properties, Properties]) -> None:
        rule, cidr = found
        open_ports = ports.covered(rule, CLOSED_PORTS) if is_anywhere(cidr.text()) else ""
        if open_ports:
            report_violation(f"{args.name} must not let {cidr.text()} in on {open_ports}.", None)

    evaluate(cidrs(rules(args, "ingress")), check)


POLICY = pp.ResourceValidationPolicy(
    name="ec2-security-group-no-open-ingress",
    description="Security groups let nobody in from everywhere on all ports, SSH, RDP or HTTP.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "5.3",
        "Ensure no security groups allow ingress from 0.0.0.0/0 to remote server administration ports",
    ),
    remediation_steps="Name the networks or security groups that need the port, in place of 0.0.0.0/0 or ::/0.",
    tags=["ec2", "network", "CKV_AWS_24", "CKV_AWS_25", "CKV_AWS_260", "CKV_AWS_277", "AWS-0107"],
    url="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    validate=validate,
)
