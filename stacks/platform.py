"""The wiring: every component of an environment once, from its settings."""

from typing import TypedDict

from pulumi import Output

from components.model_serving import ModelServing
from components.tenant import Tenant
from components.versions import RELEASES
from stacks.model import Settings
from stacks.wiring import tenant_args, tenant_boundary
from stacks.wiring.account import sign_in
from stacks.wiring.cluster import cluster
from stacks.wiring.foundation import foundation
from stacks.wiring.gateway import gateway
from stacks.wiring.gpu_pools import gpu_pools


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
    calls = gateway(settings, account, base, declared)
    serving = ModelServing(
        "serving", {"domain": settings.domain, "gateway_class": calls.gateway_class}, declared.after()
    )
    pools = gpu_pools(settings, account, base, release, declared)
    boundary_arn = tenant_boundary.boundary_arn(settings, account, base)
    tenants = {
        tenant.name: Tenant(
            f"tenant-{tenant.name}",
            tenant_args.tenant_args(tenant, settings, account, base, boundary_arn),
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
