"""The GPU node pools of an environment."""

from components.gpu_agents import GpuAgents, GpuAgentsArgs
from components.gpu_node_pool import GpuNodePool, GpuNodePoolArgs
from components.gpu_sharing import GpuSharing
from components.karpenter import Karpenter
from components.versions import RELEASES
from stacks.model import Settings
from stacks.sections.pools import NodePool
from stacks.wiring.account import Account
from stacks.wiring.cluster import Cluster
from stacks.wiring.foundation import Foundation


def gpu_pools(
    settings: Settings,
    account: Account,
    base: Foundation,
    declared: Cluster,
    karpenter: Karpenter | None,
) -> list[GpuNodePool]:
    """Declare them, and what shares and watches their GPUs."""
    if karpenter is None or not settings.node_pools:
        return []
    release = RELEASES[settings.cluster.version]
    sharing = {name: _sharing(pool) for name, pool in settings.node_pools.items()}
    efa = {name for pool in settings.node_pools.values() if pool.efa for name in pool.instance_types}
    agent_args: GpuAgentsArgs = {
        "sharing": sharing,
        "metrics": settings.gpu_metrics,
        "efa_instance_types": sorted(efa),
    }
    if settings.gpu_metrics_namespace:
        agent_args["metrics_namespace"] = settings.gpu_metrics_namespace
    agents = GpuAgents("gpu-agents", agent_args, declared.after())

    def pool_args(name: str, pool: NodePool) -> GpuNodePoolArgs:
        args: GpuNodePoolArgs = {
            "pool_name": name,
            "cluster_name": account.cluster_name,
            "partition": account.partition,
            "kubernetes_version": settings.cluster.version,
            "ami_release": release.ami_release,
            "ami_alias": release.ami_alias,
            "gpu_driver": release.gpu_driver,
            "instance_profile_name": karpenter.instance_profile_name,
            "subnet_ids": [
                base.network.private_subnet_ids[index]
                for index, zone in enumerate(settings.network.zones)
                if zone in (pool.zones or settings.network.zones)
            ],
            "key_arn": base.node_key_arn,
            "instance_types": pool.instance_types,
            "zones": pool.zones,
            "max_gpus": pool.max_gpus,
            "capacity": pool.capacity,
            "reservation_ids": pool.reservations.ids,
            "reservation_tags": pool.reservations.tags,
            "capacity_block": pool.reservations.capacity_block,
            "min_nodes": pool.min_nodes,
            "sharing": sharing[name],
            "provisioning": pool.provisioning,
            "disk_size_gib": pool.disk_size_gib,
            "disk_throughput_mibps": pool.disk_throughput_mibps,
            "local_disks": pool.local_disks,
            "parallel_image_pull": pool.parallel_image_pull,
            "idle_minutes": pool.idle_minutes,
            "consolidation": pool.consolidation,
            "expire_hours": pool.expire_hours,
            "tags": account.tags,
        }
        if pool.tenant is not None:
            args["tenant"] = pool.tenant
        if pool.efa:
            args["efa"] = {
                "vpc_id": base.network.vpc_id,
                "cluster_security_group_id": declared.security_group_id,
                "pod_subnets": bool(base.network.pod_subnet_ids),
            }
        if pool.max_nodes is not None:
            args["max_nodes"] = pool.max_nodes
        if pool.max_usd_per_hour is not None:
            args["max_usd_per_hour"] = pool.max_usd_per_hour
        return args

    return [
        GpuNodePool(f"pool-{name}", pool_args(name, pool), declared.after(karpenter, agents))
        for name, pool in settings.node_pools.items()
    ]


def _sharing(pool: NodePool) -> GpuSharing:
    profile = {"mig_profile": pool.sharing.mig_profile} if pool.sharing.mig_profile else {}
    return GpuSharing(strategy=pool.sharing.strategy, pods_per_gpu=pool.pods_per_gpu, **profile)
