"""The wiring: every component of an environment once, from its settings."""

from typing import TypedDict

from pulumi import Output

from components.gpu_node_pool import GpuNodePool
from components.karpenter import Karpenter
from components.model_serving import ModelServing
from components.tenant import Tenant
from components.versions import RELEASES, Release
from stacks import tenant_args
from stacks.account import Account, sign_in
from stacks.cluster import Cluster, cluster
from stacks.foundation import Foundation, foundation
from stacks.model import Settings


class TenantOutputs(TypedDict):
    """What a tenant's people need."""

    namespace: str
    storage_uri: str
    role_arn: Output[str]


class PlatformOutputs(TypedDict):
    """What people and other stacks read from an environment."""

    cluster_name: Output[str]
    cluster_endpoint: Output[str]
    kubeconfig: Output[str]
    vpc_id: Output[str]
    models_bucket: Output[str]
    repository_urls: dict[str, Output[str]]
    tenants: dict[str, TenantOutputs]


def deploy(settings: Settings) -> PlatformOutputs:
    """Declare a whole environment. Destroy takes the same way back: tenants, pools, controllers, cluster, network."""
    release = RELEASES[settings.cluster.version]
    account = sign_in(settings)
    base = foundation(settings, account)
    declared = cluster(settings, account, base, release)
    serving = ModelServing("serving", {"domain": settings.domain}, declared.after())
    pools = _pools(settings, account, base, release, declared)
    tenants = {
        tenant.name: Tenant(
            f"tenant-{tenant.name}",
            tenant_args.tenant_args(tenant, settings, account, base),
            declared.after(serving, *pools, base.models),
        )
        for tenant in settings.tenants
    }
    return {
        "cluster_name": declared.name,
        "cluster_endpoint": declared.endpoint,
        "kubeconfig": declared.kubeconfig,
        "vpc_id": base.network.vpc_id,
        "models_bucket": base.models.bucket_name,
        "repository_urls": {name: registry.repository_url for name, registry in base.registries.items()},
        "tenants": {
            name: {"namespace": tenant.namespace, "storage_uri": tenant.storage_uri, "role_arn": tenant.role_arn}
            for name, tenant in tenants.items()
        },
    }


def _pools(
    settings: Settings, account: Account, base: Foundation, release: Release, declared: Cluster
) -> list[GpuNodePool]:
    karpenter = Karpenter(
        "karpenter",
        {
            "cluster_name": account.names.cluster,
            "cluster_arn": account.cluster_arn,
            "partition": account.partition,
            "region": account.region,
            "account_id": account.account_id,
            "key_arn": base.node_key_arn,
        },
        declared.after(),
    )
    return [
        GpuNodePool(
            f"pool-{name}",
            {
                "pool_name": name,
                "cluster_name": account.names.cluster,
                "partition": account.partition,
                "kubernetes_version": settings.cluster.version,
                "ami_release": release.ami_release,
                "ami_alias": release.ami_alias,
                "instance_profile_name": karpenter.instance_profile_name,
                "subnet_ids": base.network.private_subnet_ids,
                "key_arn": base.node_key_arn,
                "instance_types": pool.instance_types,
                "max_gpus": pool.max_gpus,
                "capacity_types": pool.capacity_types,
                "provisioning": pool.provisioning,
                "disk_size_gib": pool.disk_size_gib,
                "idle_minutes": pool.idle_minutes,
                "tags": account.tags,
            },
            declared.after(karpenter),
        )
        for name, pool in settings.node_pools.items()
    ]
