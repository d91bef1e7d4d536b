"""Security groups must not let the whole Internet in."""

import pulumi_policy as pp

from policies.ec2.networks import is_anywhere
from policies.properties import Properties, evaluate
from policies.resources import read

CLOSED_PORTS = {22: "SSH", 80: "HTTP", 3389: "RDP"}
_SECURITY_GROUPS = (
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
)
_CIDRS = ("cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Rules stand inside a group or beside it."""

    def check(rule: Properties) -> None:
        for cidr in (cidr for key in _CIDRS for cidr in rule.texts(key)):
            ports = _closed_ports(rule) if is_anywhere(cidr) else ""
            if ports:
                report_violation(f"{args.name} must not let {cidr} in on {ports}.", None)

    evaluate(_ingress_rules(args), check)


def _ingress_rules(args: pp.ResourceValidationArgs) -> list[Properties]:
    if args.resource_type in _SECURITY_GROUPS:
        return read(args).each("ingress")
    if args.resource_type == "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":
        return [read(args)]
    if args.resource_type == "aws:ec2/securityGroupRule:SecurityGroupRule" and read(args).text("type") == "ingress":
        return [read(args)]
    return []


def _closed_ports(rule: Properties) -> str:
    protocol = rule.text("ipProtocol") or rule.text("protocol")
    first, last = rule.number("fromPort"), rule.number("toPort")
    if protocol in ("-1", "all") or first is None or (first, last) in ((0, 65535), (-1, -1)):
        return "all ports"
    last = first if last is None else last
    return ", ".join(name for port, name in CLOSED_PORTS.items() if first <= port <= last)


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
