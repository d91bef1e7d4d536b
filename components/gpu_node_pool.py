"""A GPU node pool: nodes that only GPU workloads may use, started on demand and stopped when idle."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, Resource, ResourceOptions

from components import efa_fabric, efa_interfaces, gpu_sharing, karpenter_objects, node_setup, pool_caps, pool_placement
from components.accelerators import ACCELERATORS
from components.efa_fabric import Fabric
from components.gpu_sharing import GpuSharing
from components.managed_gpu_nodes import managed_gpu_nodes
from components.names import TENANT_TAG
from components.node_launch_template import Reservation
from components.node_setup import GP3_MIBPS


class EfaAccess(TypedDict):
    """What nodes that talk by EFA need to know of the network."""

    vpc_id: Input[str]
    """VPC of the nodes."""
    cluster_security_group_id: Input[str]
    """Security group that every node of the cluster is in."""
    pod_subnets: bool
    """Whether pods have subnets of their own, and need an interface of the node for them."""


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
    gpu_driver: str
    """NVIDIA driver branch of these images, for example `580`; a label of the nodes."""
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
    """Most nodes that may run at once; below what `max_gpus` allows only with types of the same number of GPUs.
    Default: as many as `max_gpus` allows."""
    min_nodes: NotRequired[int]
    """Nodes of a managed pool that always run. To raise it later, raise the group's desired size first, which Pulumi
    leaves alone. Default: 0; then somebody else starts its nodes."""
    max_usd_per_hour: NotRequired[float]
    """USD that an hour of the full pool may cost on demand; a dearer pool is refused. Default: not checked."""
    capacity: NotRequired[Sequence[str]]
    """`reserved`, `spot`, `on-demand`: those that may be used, in this order; managed pools use the first.
    Default: `["on-demand"]`."""
    reservation_ids: NotRequired[Sequence[str]]
    """Capacity reservations and capacity blocks for `reserved`: `["cr-0123456789abcdef0"]`. Default: none."""
    reservation_tags: NotRequired[Mapping[str, str]]
    """Tags of further ones, for Karpenter's pools. Default: none."""
    capacity_block: NotRequired[bool]
    """Whether the reservation of a managed pool is a capacity block. Default: False."""
    tenant: NotRequired[str]
    """Only tenant that may use the pool, by Karpenter's nodes only. Default: all tenants of the pool."""
    sharing: NotRequired[GpuSharing]
    """How pods share a GPU, then with types that have the same number of GPUs; GpuAgents and Karpenter
    (`node_overlays`) must know it too. Default: not at all."""
    provisioning: NotRequired[str]
    """`karpenter`, or `managed` for an EKS node group. Default: `karpenter`."""
    disk_size_gib: NotRequired[int]
    """GiB of a node's volume. Default: 200, room for a few CUDA images."""
    disk_throughput_mibps: NotRequired[int]
    """MiB/s of that volume, 125 to 750. Default: 125, which is free."""
    local_disks: NotRequired[bool]
    """Whether images, logs and scratch space of pods lie on the instance's own NVMe disks. Default: False."""
    parallel_image_pull: NotRequired[bool]
    """Whether nodes pull and unpack the layers of an image at once (SOCI), which needs local disks or a volume with
    600 MiB/s. Default: False."""
    efa: NotRequired[EfaAccess]
    """Where the nodes talk by Elastic Fabric Adapter, close together in one zone. Default: they do not."""
    idle_minutes: NotRequired[int]
    """Minutes that a Karpenter node is idle before it is stopped. Default: 10."""
    consolidation: NotRequired[str]
    """`WhenEmpty`, or `WhenEmptyOrUnderutilized`, which moves running models to save nodes. Default: `WhenEmpty`,
    because a model that moves is away for the minutes that it takes to load."""
    expire_hours: NotRequired[int]
    """Hours after which a Karpenter node is replaced, and with it its image's age. Default: 336, two weeks."""
    tags: NotRequired[Mapping[str, Input[str]]]
    """Tags of what the pool starts, besides the tenant's. Default: none."""


class GpuNodePool(ComponentResource):
    """Tainted, scale-to-zero GPU nodes with a hard cap."""

    pool_name: str
    """Name of the pool, the value of the node label `mlplatform.io/node-pool`."""

    def __init__(self, name: str, args: GpuNodePoolArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:GpuNodePool", name, None, opts)
        _require_caps(args)
        fabric = self._fabric(name, args)
        if args.get("provisioning", "karpenter") == "managed":
            self._managed(name, args, fabric)
        else:
            self._karpenter(name, args, fabric)
        self.pool_name = args["pool_name"]
        self.register_outputs({"pool_name": self.pool_name})

    def _fabric(self, name: str, args: GpuNodePoolArgs) -> Fabric | None:
        if "efa" not in args:
            return None
        access, managed = args["efa"], args.get("provisioning", "karpenter") == "managed"
        here, tags = ResourceOptions(parent=self), args.get("tags", {})
        group = efa_fabric.open_group(f"{name}-efa", args["pool_name"], access["vpc_id"], tags, here)
        block = args.get("capacity_block", False)
        return Fabric(
            interfaces=efa_interfaces.interfaces(args["instance_types"], pod_subnets=access["pod_subnets"]),
            security_group_ids=[*([access["cluster_security_group_id"]] if managed else []), group],
            placement_group_name=None if block else efa_fabric.close_group(f"{name}-efa", tags, here),
        )

    def _karpenter(self, name: str, args: GpuNodePoolArgs, fabric: Fabric | None) -> None:
        node_class = kubernetes.apiextensions.CustomResource(
            f"{name}-node-class",
            api_version="karpenter.k8s.aws/v1",
            kind="EC2NodeClass",
            metadata={"name": args["pool_name"]},
            spec=karpenter_objects.node_class(
                cluster_name=args["cluster_name"],
                instance_profile_name=args["instance_profile_name"],
                ami={"alias": args["ami_alias"]},
                disk_size_gib=args.get("disk_size_gib", 200),
                key_arn=args["key_arn"],
                tags=_tags(args),
                reservations=karpenter_objects.reservation_terms(
                    args.get("reservation_ids", []), args.get("reservation_tags", {})
                ),
                disk_throughput_mibps=args.get("disk_throughput_mibps", GP3_MIBPS),
                local_disks=args.get("local_disks", False),
                fabric=fabric,
                # Karpenter writes the node's part about local disks by itself.
                user_data=node_setup.user_data(
                    parallel_image_pull=args.get("parallel_image_pull", False), mig_profile=_mig_profile(args)
                ),
            ),
            opts=ResourceOptions(parent=self),
        )
        kubernetes.apiextensions.CustomResource(
            f"{name}-node-pool",
            api_version="karpenter.sh/v1",
            kind="NodePool",
            metadata={"name": args["pool_name"]},
            spec=karpenter_objects.node_pool(
                pool_name=args["pool_name"],
                labels=_node_labels(args),
                taints=pool_placement.taints(args["pool_name"], args.get("tenant")),
                instance_types=args["instance_types"],
                zones=args.get("zones", []),
                capacity=args.get("capacity", ["on-demand"]),
                limits=_limits(args),
                consolidation=args.get("consolidation", "WhenEmpty"),
                idle_minutes=args.get("idle_minutes", 10),
                expire_hours=args.get("expire_hours", 336),
            ),
            # Deleted first, and only gone when its nodes are: the node class must outlive it.
            opts=ResourceOptions(parent=self, depends_on=[node_class, *self._overlays(name, args)]),
        )

    def _overlays(self, name: str, args: GpuNodePoolArgs) -> list[Resource]:
        if (pods_per_gpu := _pods_per_gpu(args)) == 1:
            return []
        gpus = min(ACCELERATORS[instance_type].gpus for instance_type in args["instance_types"])
        return [
            kubernetes.apiextensions.CustomResource(
                f"{name}-shared-gpus",
                api_version="karpenter.sh/v1alpha1",
                kind="NodeOverlay",
                metadata={"name": args["pool_name"]},
                spec=karpenter_objects.shared_gpus(args["pool_name"], gpus * pods_per_gpu),
                opts=ResourceOptions(parent=self),
            )
        ]

    def _managed(self, name: str, args: GpuNodePoolArgs, fabric: Fabric | None) -> None:
        capacity = next(iter(args.get("capacity", ["on-demand"])))
        reservation = None
        if capacity == "reserved":
            block = args.get("capacity_block", False)
            reservation = Reservation(args.get("reservation_ids", [])[0], args["instance_types"][0], block)
        largest = max(ACCELERATORS[instance_type].gpus for instance_type in args["instance_types"])
        most = min(args.get("max_gpus", 1) // largest, _most_nodes(args))
        managed_gpu_nodes(
            name,
            cluster_name=args["cluster_name"],
            partition=args["partition"],
            kubernetes_version=args["kubernetes_version"],
            ami_release=args["ami_release"],
            subnet_ids=args["subnet_ids"],
            key_arn=args["key_arn"],
            disk_size_gib=args.get("disk_size_gib", 200),
            tags=args.get("tags", {}),
            instance_types=args["instance_types"],
            capacity=capacity,
            reservation=reservation,
            disk_throughput_mibps=args.get("disk_throughput_mibps"),
            fabric=fabric,
            user_data=node_setup.user_data(
                local_disks=args.get("local_disks", False),
                parallel_image_pull=args.get("parallel_image_pull", False),
                mig_profile=_mig_profile(args),
            ),
            sizes=(args.get("min_nodes", 0), most),
            labels=_node_labels(args),
            taints=pool_placement.taints(args["pool_name"], args.get("tenant")),
            opts=ResourceOptions(parent=self),
        )


def _node_labels(args: GpuNodePoolArgs) -> dict[str, str]:
    sharing = args.get("sharing", gpu_sharing.whole_gpus())
    largest = max((ACCELERATORS[name] for name in args["instance_types"]), key=lambda one: one.gpu_memory_mib)
    return {
        **pool_placement.node_labels(args["pool_name"], args.get("tenant")),
        **pool_placement.hardware_labels(largest.gpu, largest.gpu_memory_mib, args["gpu_driver"]),
        **gpu_sharing.node_labels(args["pool_name"], sharing),
        **(pool_placement.EFA if "efa" in args else {}),
    }


def _limits(args: GpuNodePoolArgs) -> dict[str, str]:
    gpus = pool_caps.most_gpus(args["instance_types"], args.get("max_gpus", 1), args.get("max_nodes"))
    # A shared GPU counts once for each pod that it takes.
    return {"nvidia.com/gpu": str((gpus or 0) * _pods_per_gpu(args)), "nodes": str(_most_nodes(args))}


def _pods_per_gpu(args: GpuNodePoolArgs) -> int:
    return args.get("sharing", gpu_sharing.whole_gpus())["pods_per_gpu"]


def _mig_profile(args: GpuNodePoolArgs) -> tuple[str, int] | None:
    sharing = args.get("sharing", gpu_sharing.whole_gpus())
    return (sharing["mig_profile"], sharing["pods_per_gpu"]) if "mig_profile" in sharing else None


def _most_nodes(args: GpuNodePoolArgs) -> int:
    return pool_caps.most_nodes(args["instance_types"], args.get("max_gpus", 1), args.get("max_nodes"))


def _tags(args: GpuNodePoolArgs) -> dict[str, Input[str]]:
    of_tenant = {TENANT_TAG: args["tenant"]} if "tenant" in args else {}
    return {"Name": f"{args['cluster_name']}-{args['pool_name']}", **args.get("tags", {}), **of_tenant}


def _require_caps(args: GpuNodePoolArgs) -> None:
    if _most_nodes(args) < 1:
        message = f"max_gpus {args.get('max_gpus', 1)} of pool {args['pool_name']} is less than one node has"
        raise ValueError(message)
    if pool_caps.most_gpus(args["instance_types"], args.get("max_gpus", 1), args.get("max_nodes")) is None:
        message = f"max_nodes of pool {args['pool_name']} only holds with types that have the same number of GPUs"
        raise ValueError(message)
    if "max_usd_per_hour" not in args:
        return
    dearest = pool_caps.dearest_hour(args["instance_types"], args.get("max_gpus", 1), args.get("max_nodes"))
    if dearest is None or dearest.usd > args["max_usd_per_hour"]:
        message = f"pool {args['pool_name']} may cost {dearest or 'an unknown price'} in an hour, more than "
        raise ValueError(message + f"max_usd_per_hour {args['max_usd_per_hour']:.2f}")
