"""The wiring: every component of an environment once, from its settings."""

from collections.abc import Mapping
from typing import TypedDict

from pulumi import Output, ResourceOptions

from components.model_serving import ModelServing
from components.versions import RELEASES
from stacks.model import Settings
from stacks.wiring import tenant_base, tenant_boundary
from stacks.wiring.account import sign_in
from stacks.wiring.cluster import cluster, kubernetes_provider
from stacks.wiring.file_systems import file_systems
from stacks.wiring.foundation import foundation
from stacks.wiring.gateway import gateway
from stacks.wiring.gpu_pools import gpu_pools
from stacks.wiring.node_autoscaler import node_autoscaler
from stacks.wiring.tenant_base import TenantBase
from stacks.wiring.tenant_guards import tenant_guards
from stacks.wiring.tenants import TenantOutputs, tenants


class PlatformOutputs(TypedDict):
    """What people and other stacks read from an environment."""

    cluster_name: Output[str]
    cluster_endpoint: Output[str]
    kubeconfig: Output[str]
    vpc_id: Output[str]
    models_bucket: Output[str]
    repository_urls: dict[str, Output[str]]
    tenants: dict[str, TenantOutputs]
    tenant_base: Mapping[str, object]


class TenantStackOutputs(TypedDict):
    """What people read from a tenant stack."""

    tenants: dict[str, TenantOutputs]


def deploy(settings: Settings) -> PlatformOutputs | TenantStackOutputs:
    """Declare the stack that the settings are loaded for."""
    return environment(settings) if settings.tenant_stack is None else tenant_stack(settings)


def tenant_stack(settings: Settings) -> TenantStackOutputs:
    """Declare some tenants of an environment that has a stack of its own."""
    account = sign_in(settings)
    base = tenant_base.referred(settings, account)
    in_kubernetes = kubernetes_provider(account, base.kubeconfig)
    opts = ResourceOptions(providers=[account.provider, in_kubernetes])
    return {"tenants": tenants(settings.own_tenants, settings, account, base, opts)}


def environment(settings: Settings) -> PlatformOutputs:
    """Declare a whole environment. Destroy takes the same way back: tenants, pools, controllers, cluster, network."""
    release = RELEASES[settings.cluster.version]
    account = sign_in(settings)
    base = foundation(settings, account)
    declared = cluster(settings, account, base, release)
    calls = gateway(settings, account, base, declared)
    serving = ModelServing(
        "serving", {"domain": settings.domain, "gateway_class": calls.gateway_class}, declared.after()
    )
    autoscaler = node_autoscaler(settings, account, base, declared)
    pools = gpu_pools(settings, account, base, declared, autoscaler)
    nodes = [*([autoscaler] if autoscaler else []), *pools]
    guards = tenant_guards(settings, declared)
    files = file_systems(settings, account, base, declared)
    for_tenants = TenantBase(
        kubeconfig=declared.kubeconfig,
        data_key_arn=base.data_key_arn,
        replica_key_arn=base.replica_key_arn,
        node_key_arn=base.node_key_arn,
        file_system_ids={name: each.file_system_id for name, each in files.items()},
        permissions_boundary_arn=tenant_boundary.boundary_arn(settings, account, base),
    )
    ready = declared.after(serving, *nodes, *guards, *files.values(), base.models)
    declared_tenants = tenants(settings.own_tenants, settings, account, for_tenants, ready)
    return {
        "cluster_name": declared.name,
        "cluster_endpoint": declared.endpoint,
        "kubeconfig": declared.kubeconfig,
        "vpc_id": base.network.vpc_id,
        "models_bucket": base.models.bucket_name,
        "repository_urls": {
            **{name: registry.repository_url for name, registry in base.registries.items()},
            **{f"tenants/{name}": tenant["repository_url"] for name, tenant in declared_tenants.items()},
        },
        "tenants": declared_tenants,
        "tenant_base": tenant_base.exported(settings, account, for_tenants),
    }
