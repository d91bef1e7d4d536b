"""Rules of security groups, inside a group or beside it."""

import pulumi_policy as pp

from policies.properties import Properties
from policies.resources import read

GROUP = "aws:ec2/securityGroup:SecurityGroup"
DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
RULES = {
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "ingress",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "egress",
    "aws:ec2/securityGroupRule:SecurityGroupRule": "",
}
"""Rules beside a group, with their direction; that of the old type is a property."""
_CIDRS = ("cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6")


def rules(args: pp.ResourceValidationArgs, direction: str) -> list[Properties]:
    """The rules for `ingress` or `egress` that a resource declares."""
    if args.resource_type in (GROUP, DEFAULT_GROUP):
        return read(args).each(direction)
    if args.resource_type in RULES and (RULES[args.resource_type] or read(args).text("type")) == direction:
        return [read(args)]
    return []


def cidrs(found: list[Properties]) -> list[tuple[Properties, Properties]]:
    """Each rule with each address range that it names."""
    return [(rule, cidr) for rule in found for key in _CIDRS for cidr in rule.each(key)]
