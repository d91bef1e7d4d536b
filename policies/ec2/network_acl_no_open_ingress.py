"""Network ACLs must not let the whole Internet in on everything or on administration ports."""

import pulumi_policy as pp

from policies.ec2 import ports
from policies.ec2.networks import is_anywhere
from policies.properties import Properties, evaluate
from policies.resources import read

CLOSED_PORTS = {20: "FTP data", 21: "FTP", 22: "SSH", 3389: "RDP"}
_ACLS = ("aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl")
_WITH_PORTS = ("-1", "all", "tcp", "6", "udp", "17")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Rules stand inside an ACL or beside it; one that denies opens nothing."""

    def check(rule: Properties) -> None:
        allows = "allow" in (rule.text("action").lower(), rule.text("ruleAction").lower())
        anywhere = [cidr for cidr in (rule.text("cidrBlock"), rule.text("ipv6CidrBlock")) if is_anywhere(cidr)]
        open_ports = ports.covered(rule, CLOSED_PORTS) if ports.protocol(rule) in _WITH_PORTS else ""
        if allows and anywhere and open_ports:
            report_violation(f"{args.name} must not let {anywhere[0]} in on {open_ports}.", None)

    evaluate(_ingress_rules(args), check)


def _ingress_rules(args: pp.ResourceValidationArgs) -> list[Properties]:
    if args.resource_type in _ACLS:
        return read(args).each("ingress")
    if args.resource_type == "aws:ec2/networkAclRule:NetworkAclRule" and not read(args).flag("egress"):
        return [read(args)]
    return []


POLICY = pp.ResourceValidationPolicy(
    name="ec2-network-acl-no-open-ingress",
    description="Network ACLs let nobody in from everywhere on all ports, FTP, SSH or RDP.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "5.2",
        "Ensure no Network ACLs allow ingress from 0.0.0.0/0 to remote server administration ports",
    ),
    remediation_steps="Name the networks and ports that are let in, in place of 0.0.0.0/0, ::/0 and protocol -1.",
    tags=[
        "ec2",
        "network",
        "CKV_AWS_229",
        "CKV_AWS_230",
        "CKV_AWS_231",
        "CKV_AWS_232",
        "CKV_AWS_352",
        "AWS-0102",
        "AWS-0105",
    ],
    url="https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html",
    validate=validate,
)
