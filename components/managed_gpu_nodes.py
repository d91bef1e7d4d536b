"""Managed GPU nodes: an EKS node group with a fixed range of sizes, on demand, spot or in a capacity block."""

from collections.abc import Mapping, Sequence

import pulumi_aws as aws
from pulumi import Input, ResourceOptions

from components.efa_fabric import Fabric
from components.node_launch_template import Reservation, node_launch_template
from components.node_role import NodeRole

CAPACITY_TYPES = {"on-demand": "ON_DEMAND", "spot": "SPOT", "reserved": "ON_DEMAND"}


def managed_gpu_nodes(
    name: str,
    *,
    cluster_name: str,
    partition: str,
    kubernetes_version: Input[str],
    ami_release: Input[str],
    subnet_ids: Input[Sequence[Input[str]]],
    key_arn: Input[str],
    disk_size_gib: int,
    tags: Mapping[str, Input[str]],
    instance_types: Sequence[str],
    capacity: str,
    reservation: Reservation | None,
    disk_throughput_mibps: int | None,
    user_data: str | None,
    fabric: Fabric | None,
    sizes: tuple[int, int],
    labels: Mapping[str, str],
    taints: Sequence[Mapping[str, str]],
    opts: ResourceOptions,
) -> aws.eks.NodeGroup:
    """The node group; `sizes` are the fewest and the most nodes."""
    block = reservation is not None and reservation.capacity_block
    template = node_launch_template(
        name,
        disk_size_gib=disk_size_gib,
        key_arn=key_arn,
        tags=tags,
        reservation=reservation,
        disk_throughput_mibps=disk_throughput_mibps,
        user_data=user_data,
        fabric=fabric,
        opts=opts,
    )
    role = NodeRole(f"{name}-node", {"partition": partition, "cluster_name": cluster_name}, opts)
    here = ResourceOptions(parent=opts.parent, ignore_changes=["scalingConfig.desiredSize"])
    return aws.eks.NodeGroup(
        f"{name}-node-group",
        cluster_name=cluster_name,
        version=kubernetes_version,
        release_version=ami_release,
        ami_type="AL2023_x86_64_NVIDIA",
        capacity_type="CAPACITY_BLOCK" if block else CAPACITY_TYPES[capacity],
        node_role_arn=role.role_arn,
        subnet_ids=subnet_ids,
        # A capacity block is of one type, which its launch template names.
        instance_types=None if block else instance_types,
        scaling_config={"min_size": sizes[0], "desired_size": sizes[0], "max_size": sizes[1]},
        update_config={"max_unavailable": 1},
        launch_template={"id": template.id, "version": template.latest_version.apply(str)},
        labels=labels,
        taints=[{"key": each["key"], "value": each["value"], "effect": "NO_SCHEDULE"} for each in taints],
        opts=here,
    )
