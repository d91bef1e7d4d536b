"""A GPU node pool: nodes that only GPU workloads may use, started on demand and stopped when idle."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, ResourceOptions

from components import gpu_sharing, karpenter_objects, pool_caps, pool_placement
from components.accelerators import ACCELERATORS
from components.gpu_sharing import GpuSharing
from components.node_launch_template import node_launch_template
from components.node_role import NodeRole


class GpuNodePoolArgs(TypedDict):
    """What a GpuNodePool is made from."""

    pool_name: str
    """Name of the pool, by which tenants choose it."""
    cluster_name: str
    """Cluster that the nodes join."""
    partition: str
    """AWS partition, for ARNs."""
    kubernetes_version: Input[str]
    """Minor version of managed nodes, for example `1.36`."""
    ami_release: Input[str]
    """Image release of managed nodes, for example `1.36.2-20260818`."""
    ami_alias: Input[str]
    """Image release of Karpenter's nodes, for example `al2023@v20260818`."""
    instance_profile_name: Input[str]
    """Instance profile of Karpenter's nodes."""
    subnet_ids: Input[Sequence[Input[str]]]
    """Private subnets of managed nodes."""
    key_arn: Input[str]
    """KMS key that encrypts the nodes' volumes."""
    instance_types: Sequence[str]
    """GPU instance types of one GPU model; the cheapest that has capacity is taken. For example `["g6.2xlarge"]`."""
    zones: NotRequired[Sequence[str]]
    """Availability zones of Karpenter's nodes. Default: those of the cluster's private subnets."""
    max_gpus: NotRequired[int]
    """Most GPUs that may run at once; no workload can push beyond it. Default: 1."""
    max_nodes: NotRequired[int]
    """Most nodes that may run at once. Default: as many as `max_gpus` allows."""
    max_usd_per_hour: NotRequired[float]
    """USD that an hour of the full pool may cost on demand; a dearer pool is refused. Default: not checked."""
    capacity: NotRequired[Sequence[str]]
    """`reserved`, `spot`, `on-demand`: those that may be used, in this order; managed pools use the first.
    Default: `["on-demand"]`."""
    reservation_ids: NotRequired[Sequence[str]]
    """Capacity reservations and capacity blocks for `reserved`: `["cr-0123456789abcdef0"]`. Default: none."""
    reservation_tags: NotRequired[Mapping[str, str]]
    """Tags of further ones. Default: none."""
    sharing: NotRequired[GpuSharing]
    """How pods share a GPU; GpuAgents must know it too. Default: not at all."""
    provisioning: NotRequired[str]
    """`karpenter`, or `managed` for an EKS node group. Default: `karpenter`."""
    disk_size_gib: NotRequired[int]
    """GiB of a node's volume. Default: 200, room for a few CUDA images."""
    idle_minutes: NotRequired[int]
    """Minutes that a Karpenter node is idle before it is stopped. Default: 10."""
    consolidation: NotRequired[str]
    """`WhenEmpty`, or `WhenEmptyOrUnderutilized`, which moves running models to save nodes. Default: `WhenEmpty`,
    because a model that moves is away for the minutes that it takes to load."""
    expire_hours: NotRequired[int]
    """Hours after which a Karpenter node is replaced, and with it its image's age. Default: 336, two weeks."""
    tags: NotRequired[Mapping[str, Input[str]]]
    """Tags of what the pool starts. Default: none."""


class GpuNodePool(ComponentResource):
    """Tainted, scale-to-zero GPU nodes with a hard cap."""

    pool_name: str
    """Name of the pool, the value of the node label `mlplatform.io/node-pool`."""

    def __init__(self, name: str, args: GpuNodePoolArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:GpuNodePool", name, None, opts)
        _require_caps(args)
        if args.get("provisioning", "karpenter") == "managed":
            self._managed(name, args)
        else:
            self._karpenter(name, args)
        self.pool_name = args["pool_name"]
        self.register_outputs({"pool_name": self.pool_name})

    def _karpenter(self, name: str, args: GpuNodePoolArgs) -> None:
        node_class = kubernetes.apiextensions.CustomResource(
            f"{name}-node-class",
            api_version="karpenter.k8s.aws/v1",
            kind="EC2NodeClass",
            metadata={"name": args["pool_name"]},
            spec=karpenter_objects.node_class(
                cluster_name=args["cluster_name"],
                instance_profile_name=args["instance_profile_name"],
                ami_alias=args["ami_alias"],
                disk_size_gib=args.get("disk_size_gib", 200),
                key_arn=args["key_arn"],
                tags={"Name": f"{args['cluster_name']}-{args['pool_name']}", **args.get("tags", {})},
                reservations=karpenter_objects.reservation_terms(
                    args.get("reservation_ids", []), args.get("reservation_tags", {})
                ),
            ),
            opts=ResourceOptions(parent=self),
        )
        kubernetes.apiextensions.CustomResource(
            f"{name}-node-pool",
            api_version="karpenter.sh/v1",
            kind="NodePool",
            metadata={"name": args["pool_name"]},
            spec=karpenter_objects.gpu_node_pool(
                pool_name=args["pool_name"],
                labels=_node_labels(args),
                instance_types=args["instance_types"],
                zones=args.get("zones", []),
                capacity=args.get("capacity", ["on-demand"]),
                limits=_limits(args),
                consolidation=args.get("consolidation", "WhenEmpty"),
                idle_minutes=args.get("idle_minutes", 10),
                expire_hours=args.get("expire_hours", 336),
            ),
            # Deleted first, and only gone when its nodes are: the node class must outlive it.
            opts=ResourceOptions(parent=self, depends_on=[node_class]),
        )

    def _managed(self, name: str, args: GpuNodePoolArgs) -> None:
        here = ResourceOptions(parent=self)
        template = node_launch_template(
            name,
            disk_size_gib=args.get("disk_size_gib", 200),
            key_arn=args["key_arn"],
            tags=args.get("tags", {}),
            opts=here,
        )
        spot = next(iter(args.get("capacity", ["on-demand"]))) == "spot"
        largest = max(ACCELERATORS[instance_type].gpus for instance_type in args["instance_types"])
        max_size = min(args.get("max_gpus", 1) // largest, _most_nodes(args))
        aws.eks.NodeGroup(
            f"{name}-node-group",
            cluster_name=args["cluster_name"],
            version=args["kubernetes_version"],
            release_version=args["ami_release"],
            ami_type="AL2023_x86_64_NVIDIA",
            capacity_type="SPOT" if spot else "ON_DEMAND",
            node_role_arn=NodeRole(f"{name}-node", {"partition": args["partition"]}, here).role_arn,
            subnet_ids=args["subnet_ids"],
            instance_types=args["instance_types"],
            scaling_config={"min_size": 0, "desired_size": 0, "max_size": max_size},
            update_config={"max_unavailable": 1},
            launch_template={"id": template.id, "version": template.latest_version.apply(str)},
            labels=_node_labels(args),
            taints=[
                {"key": taint["key"], "value": taint["value"], "effect": "NO_SCHEDULE"}
                for taint in pool_placement.taints(args["pool_name"])
            ],
            opts=ResourceOptions(parent=self, ignore_changes=["scalingConfig.desiredSize"]),
        )


def _node_labels(args: GpuNodePoolArgs) -> dict[str, str]:
    sharing = args.get("sharing", gpu_sharing.whole_gpus())
    return {**pool_placement.node_labels(args["pool_name"]), **gpu_sharing.node_labels(args["pool_name"], sharing)}


def _limits(args: GpuNodePoolArgs) -> dict[str, str]:
    # A shared GPU counts once for each pod that it takes, so there the nodes are the cap that holds.
    pods_per_gpu = args.get("sharing", gpu_sharing.whole_gpus())["pods_per_gpu"]
    return {"nvidia.com/gpu": str(args.get("max_gpus", 1) * pods_per_gpu), "nodes": str(_most_nodes(args))}


def _most_nodes(args: GpuNodePoolArgs) -> int:
    return pool_caps.most_nodes(args["instance_types"], args.get("max_gpus", 1), args.get("max_nodes"))


def _require_caps(args: GpuNodePoolArgs) -> None:
    if _most_nodes(args) < 1:
        message = f"max_gpus {args.get('max_gpus', 1)} of pool {args['pool_name']} is less than one node has"
        raise ValueError(message)
    if "max_usd_per_hour" not in args:
        return
    dearest = pool_caps.dearest_hour(args["instance_types"], args.get("max_gpus", 1), args.get("max_nodes"))
    if dearest is None or dearest.usd > args["max_usd_per_hour"]:
        message = f"pool {args['pool_name']} may cost {dearest or 'an unknown price'} in an hour, more than "
        raise ValueError(message + f"max_usd_per_hour {args['max_usd_per_hour']:.2f}")
