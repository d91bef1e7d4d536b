"""A route to a peer must lead to no more than the peer."""

import pulumi_policy as pp

from policies.ec2.networks import is_within, network
from policies.ec2.routes import Route, routes
from policies.ec2.vpcs import RANGES, VPC, by_vpc
from policies.properties import Properties, evaluate
from policies.resources import Resource, of_stack

_WIDEST = {4: 16, 6: 44}
"""The shortest prefix that a VPC can have, by version of IP (Amazon VPC user guide, VPC CIDR blocks, 2026)."""
_PEERING = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A peer whose ranges this stack does not know may at most get a route as wide as a VPC can be."""
    vpcs = {each.urn: [each] for each in of_stack(args, VPC)}
    for vpc, further in by_vpc(args, *RANGES).items():
        vpcs.setdefault(vpc, []).extend(further)
    peers = {each.urn: _ends(each) for each in of_stack(args, _PEERING)}

    def check(route: Route) -> None:
        if not route.properties.has("vpcPeeringConnectionId"):
            return
        ends = {end for urn in route.origins("vpcPeeringConnectionId") for end in peers.get(urn, ())}
        known = _cidrs([each for end in ends for each in vpcs.get(end, ())]) if ends <= vpcs.keys() else []
        for destination in route.destinations:
            if not _is_narrow(destination.text(), known):
                where = f"`{destination.path}` of {destination.owner}"
                report_violation(f"{where} must be no wider than the peer: {destination.text()}.", route.owner.urn)

    evaluate(routes(args), check)


def _ends(peering: Resource) -> list[str]:
    # An end without an origin lies in another stack or account.
    return [urn for key in ("vpcId", "peerVpcId") for urn in peering.dependencies.get(key) or {"elsewhere"}]


def _cidrs(owners: list[Resource]) -> list[Properties]:
    return [each.properties.at(key) for each in owners for key in ("cidrBlock", "ipv6CidrBlock")]


def _is_narrow(destination: str, known: list[Properties]) -> bool:
    block = network(destination)
    ranges = [found for cidr in known if (found := network(cidr.text())) and block and found.version == block.version]
    if ranges:
        return any(is_within(destination, str(found)) for found in ranges)
    return block is None or block.prefixlen >= _WIDEST[block.version]


POLICY = pp.StackValidationPolicy(
    name="ec2-route-narrow-peering",
    description="Routes to peered VPCs are no wider than the peer.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "5.6",
        "Ensure routing tables for VPC peering are 'least access'",
    ),
    remediation_steps="Set the route's destination to the peer's address range, or to the subnets in it that are "
    "needed.",
    tags=["ec2", "network", "CKV2_AWS_44"],
    url="https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html",
    validate=validate,
)
