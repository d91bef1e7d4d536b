"""The fabric of a pool whose nodes talk by EFA: close together in one zone, and open to each other alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from components.efa_interfaces import Interface


@dataclass(frozen=True)
class Fabric:
    """What a node that talks by EFA is attached to."""

    interfaces: Sequence[Interface]
    security_group_ids: Sequence[Input[str]]
    """All of the node's groups in a launch template; Karpenter adds them to the cluster's."""
    placement_group_name: Input[str] | None
    """None in a capacity block, whose instances are close to each other anyway."""


def close_group(name: str, tags: Mapping[str, Input[str]], opts: ResourceOptions) -> Output[str]:
    """A cluster placement group; its name."""
    return aws.ec2.PlacementGroup(f"{name}-placement-group", strategy="cluster", tags=tags, opts=opts).name


def open_group(
    name: str, pool_name: str, vpc_id: Input[str], tags: Mapping[str, Input[str]], opts: ResourceOptions
) -> Output[str]:
    """A security group whose members may send each other everything; its id."""
    what = f"EFA between the nodes of pool {pool_name}"
    group = aws.ec2.SecurityGroup(f"{name}-security-group", vpc_id=vpc_id, description=what, tags=tags, opts=opts)
    # EFA bypasses the operating system: only rules that name the group itself let it through, in both directions.
    for direction, rule in (
        ("ingress", aws.vpc.SecurityGroupIngressRule),
        ("egress", aws.vpc.SecurityGroupEgressRule),
    ):
        rule(
            f"{name}-{direction}",
            security_group_id=group.id,
            referenced_security_group_id=group.id,
            ip_protocol="-1",
            description=what,
            opts=opts,
        )
    return group.id
