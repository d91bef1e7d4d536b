"""VPCs of a stack, and what lies in them."""

from collections import defaultdict

import pulumi_policy as pp

from policies.resources import Resource, of_stack

VPC = "aws:ec2/vpc:Vpc"
RANGES = (
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
    "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation",
)
"""Further address ranges; what lies in one often takes the VPC's id from it, so that it comes after it."""


def by_vpc(args: pp.StackValidationArgs, *types: str) -> dict[str, list[Resource]]:
    """The resources of some types by the URN of the VPC that they lie in."""
    ranges = {each.urn: each.dependencies.get("vpcId", frozenset[str]()) for each in of_stack(args, *RANGES)}
    found: dict[str, list[Resource]] = defaultdict(list)
    for resource in of_stack(args, *types):
        origins = resource.dependencies.get("vpcId", frozenset[str]())
        for vpc in frozenset[str]().union(*(ranges.get(urn, {urn}) for urn in origins)):
            found[vpc].append(resource)
    return found
