"""The autoscaler of an environment: it starts the nodes of GPU pools and of tenants."""

from components.karpenter import Karpenter
from stacks.model import Settings
from stacks.wiring.account import Account
from stacks.wiring.cluster import Cluster
from stacks.wiring.foundation import Foundation


def node_autoscaler(settings: Settings, account: Account, base: Foundation, declared: Cluster) -> Karpenter | None:
    """Declare it where something needs it."""
    if not settings.node_pools and not any(tenant.machines for tenant in settings.tenants):
        return None
    return Karpenter(
        "karpenter",
        {
            "cluster_name": account.cluster_name,
            "cluster_arn": account.cluster_arn,
            "partition": account.partition,
            "region": account.region,
            "account_id": account.account_id,
            "key_arn": base.node_key_arn,
            "reserved_network_interfaces": 1 if base.network.pod_subnet_ids else 0,
            "isolated": settings.network.nat == "none",
            "node_overlays": any(pool.pods_per_gpu > 1 for pool in settings.node_pools.values()),
        },
        declared.after(),
    )
