"""A tenant's own nodes without GPUs: started for its pods, closed to everybody else's, stopped when idle."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, ResourceOptions

from components import karpenter_objects, node_setup, pool_placement, tenant_machines
from components.names import TENANT_TAG


class TenantNodes(TypedDict):
    """What a tenant's nodes are started from."""

    cluster_name: str
    """Cluster that the nodes join."""
    instance_profile_name: Input[str]
    """Instance profile of Karpenter's nodes."""
    ami: Mapping[str, Input[str]]
    """Image of the nodes: `{"alias": "al2023@v20260818"}`, or the `id` of one that was built from it."""
    key_arn: Input[str]
    """KMS key that encrypts the nodes' volumes."""
    size: str
    """Size of the instances, for example `xlarge` (tenant_machines)."""
    max_nodes: int
    """Most nodes at once; what the tenant's quota can fill."""
    runtime_handler: NotRequired[str]
    """Handler of the sandboxed runtime whose programs the image has, for example `runsc`. Default: none."""
    tags: NotRequired[Mapping[str, Input[str]]]
    """Tags of what the pool starts, besides the tenant's. Default: none."""


class TenantNodePoolArgs(TenantNodes):
    """What a TenantNodePool is made from."""

    tenant_name: str
    """The only tenant whose pods get in."""


class TenantNodePool(ComponentResource):
    """Nodes that carry the tenant's label and taint, which no node can give itself, capped by the tenant's quota."""

    pool_name: str
    """Name of the pool, the value of the node label `mlplatform.io/node-pool`."""

    def __init__(self, name: str, args: TenantNodePoolArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:TenantNodePool", name, None, opts)
        tenant, pool = args["tenant_name"], pool_placement.own_pool(args["tenant_name"])
        machines = tenant_machines.Machines(args["size"], args["max_nodes"])
        node_class = kubernetes.apiextensions.CustomResource(
            f"{name}-node-class",
            api_version="karpenter.k8s.aws/v1",
            kind="EC2NodeClass",
            metadata={"name": pool},
            spec=karpenter_objects.node_class(
                cluster_name=args["cluster_name"],
                instance_profile_name=args["instance_profile_name"],
                ami=args["ami"],
                disk_size_gib=tenant_machines.DISK_GIB,
                key_arn=args["key_arn"],
                tags={"Name": f"{args['cluster_name']}-{pool}", **args.get("tags", {}), TENANT_TAG: tenant},
                user_data=node_setup.user_data(runtime_handler=args.get("runtime_handler")),
            ),
            opts=ResourceOptions(parent=self),
        )
        kubernetes.apiextensions.CustomResource(
            f"{name}-node-pool",
            api_version="karpenter.sh/v1",
            kind="NodePool",
            metadata={"name": pool},
            spec=karpenter_objects.node_pool(
                pool_name=pool,
                labels=pool_placement.node_labels(pool, tenant, gpus=False),
                taints=pool_placement.taints(pool, tenant, gpus=False),
                instance_types=machines.instance_types,
                zones=[],
                # A model that is served must not go with two minutes' notice.
                capacity=["on-demand"],
                limits=machines.limits,
                # A model that moves is away while it loads.
                consolidation="WhenEmpty",
                idle_minutes=10,
                expire_hours=336,
            ),
            # Deleted first, and only gone when its nodes are: the node class must outlive it.
            opts=ResourceOptions(parent=self, depends_on=[node_class]),
        )
        self.pool_name = pool
        self.register_outputs({"pool_name": self.pool_name})
