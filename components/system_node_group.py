"""The system node group: the nodes that the platform's own controllers run on."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components.node_launch_template import node_launch_template
from components.node_role import NodeRole


class SystemNodeGroupArgs(TypedDict):
    """What a SystemNodeGroup is made from."""

    cluster_name: Input[str]
    """Cluster that the nodes join."""
    partition: str
    """AWS partition, for ARNs."""
    kubernetes_version: Input[str]
    """Minor version of the nodes."""
    ami_release: Input[str]
    """Release of the EKS-optimised AL2023 image, for example `1.36.2-20260818`; nodes change only when it does."""
    subnet_ids: Input[Sequence[Input[str]]]
    """Private subnets that the nodes start in."""
    instance_types: Input[Sequence[Input[str]]]
    """Instance types without GPU, best first."""
    key_arn: Input[str]
    """KMS key that encrypts the nodes' volumes."""
    min_size: NotRequired[Input[int]]
    """Fewest nodes. Default: 2, because Karpenter's two replicas share no node."""
    max_size: NotRequired[Input[int]]
    """Most nodes. Default: 4."""
    disk_size_gib: NotRequired[Input[int]]
    """GiB of a node's volume. Default: 50."""
    tags: NotRequired[Mapping[str, Input[str]]]
    """Tags of instances, volumes and network interfaces. Default: none."""


class SystemNodeGroup(ComponentResource):
    """An EKS managed node group with an own launch template and a role that can do little."""

    node_group_name: Output[str]
    """Name of the EKS node group."""

    def __init__(self, name: str, args: SystemNodeGroupArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:SystemNodeGroup", name, None, opts)
        here = ResourceOptions(parent=self)
        role = NodeRole(f"{name}-node", {"partition": args["partition"], "cluster_name": args["cluster_name"]}, here)
        template = node_launch_template(
            name,
            disk_size_gib=args.get("disk_size_gib", 50),
            key_arn=args["key_arn"],
            tags=args.get("tags", {}),
            opts=here,
        )
        node_group = aws.eks.NodeGroup(
            f"{name}-node-group",
            cluster_name=args["cluster_name"],
            version=args["kubernetes_version"],
            release_version=args["ami_release"],
            ami_type="AL2023_x86_64_STANDARD",
            capacity_type="ON_DEMAND",
            node_role_arn=role.role_arn,
            subnet_ids=args["subnet_ids"],
            instance_types=args["instance_types"],
            scaling_config={
                "min_size": args.get("min_size", 2),
                "desired_size": args.get("min_size", 2),
                "max_size": args.get("max_size", 4),
            },
            update_config={"max_unavailable": 1},
            launch_template={"id": template.id, "version": template.latest_version.apply(str)},
            labels={"mlplatform.io/node-pool": "system"},
            opts=ResourceOptions(parent=self, ignore_changes=["scalingConfig.desiredSize"]),
        )
        self.node_group_name = node_group.node_group_name
        self.register_outputs({"node_group_name": self.node_group_name})
