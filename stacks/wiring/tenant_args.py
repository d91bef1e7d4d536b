"""From a tenant's section of the settings to the arguments of its component."""

from components.cluster_access import team_group
from components.model_endpoint import ModelSize
from components.model_gateway import PROXIES
from components.names import karpenter_node_role
from components.tenant import TenantArgs
from components.tenant_machines import Machines
from components.tenant_node_pool import TenantNodes
from components.versions import RELEASES
from stacks.model import Settings, Tenant
from stacks.sections.cluster import SandboxedRuntime
from stacks.sections.fields import gibibytes
from stacks.stores import bucket_of, has_own_store
from stacks.wiring import tenant_data, tenant_store
from stacks.wiring.account import Account
from stacks.wiring.network import endpoint_cidrs
from stacks.wiring.tenant_base import TenantBase


def tenant_args(tenant: Tenant, settings: Settings, account: Account, base: TenantBase) -> TenantArgs:
    """Arguments of one tenant."""
    model, owns = tenant.model, has_own_store(tenant, settings)
    bucket_name = bucket_of(tenant, settings, account.names)
    size: ModelSize = {
        "cpu": model.cpu,
        "memory": model.memory,
        "gpus": model.gpus,
        "min_replicas": model.min_replicas,
        "max_replicas": model.max_replicas,
    }
    if model.pool:
        size["pool_name"] = model.pool
        if owner := settings.node_pools[model.pool].tenant:
            size["pool_tenant"] = owner
    if model.image:
        size["image"] = model.image
    sandboxed = settings.cluster.sandboxed_runtime if tenant.runs_on == "sandboxed" else None
    if sandboxed:
        size["runtime_class"] = sandboxed.name
    services = {name: settings.services[name] for name in tenant.services}
    args: TenantArgs = {
        "tenant_name": tenant.name,
        "owner": tenant.owner,
        "data_class": tenant.data_class,
        "runtime": tenant.runs_on,
        "kubernetes_version": settings.cluster.version,
        "cluster_name": account.cluster_name,
        "cluster_arn": account.cluster_arn,
        "partition": account.partition,
        "region": account.region,
        "bucket_name": account.names.models_bucket,
        "key_arn": base.data_key_arn,
        "images": tenant_store.images(tenant, settings, account),
        "protect": settings.data_protection.protect,
        "retain_on_delete": settings.data_protection.retain_on_delete,
        "role_name": account.names.tenant_role(tenant.name),
        "permissions_boundary_arn": base.permissions_boundary_arn,
        "gateway_namespace": PROXIES.namespace,
        "gateway_labels": PROXIES.labels,
        "endpoint_cidrs": endpoint_cidrs(settings),
        "model": {"format": model.format, "path": model.path, "size": size, "data": model.data},
        "data": tenant_data.sources(tenant, account, base, bucket_name),
        "quota": {
            "cpu": tenant.quota.cpu,
            "memory": tenant.quota.memory,
            "pods": tenant.quota.pods,
            "gpus": tenant.quota.gpus,
            "ephemeral_gib": tenant.ephemeral_gib,
            "storage_gib": gibibytes(tenant.quota.storage) if tenant.quota.storage else 0,
        },
        "called_by": tenant.called_by,
        "calls": tenant.calls,
        "services": [
            {
                "service_name": name,
                "description": service.description,
                "namespace": service.namespace,
                "labels": service.labels,
                "ports": service.ports,
                "kubernetes_service": service.service or name,
            }
            for name, service in services.items()
        ],
        "hosts": tenant.hosts,
        "egress": [{"description": flow.description, "cidr": flow.cidr, "port": flow.port} for flow in tenant.egress],
    }
    if tenant.budget:
        args["budget"] = {
            "budget_name": account.names.tenant_budget(tenant.name),
            "environment": settings.environment,
            "tenant_name": tenant.name,
            "usd_per_month": tenant.budget.usd_per_month,
            "notify": tenant.budget.notify,
        }
    if owns:
        args["own_store"] = tenant_store.own_store(tenant, settings, account, base)
    if tenant.machines:
        args["nodes"] = _nodes(tenant.machines, sandboxed, settings, account, base)
    if settings.teams[tenant.owner].role_arn:
        args["team_group"] = team_group(tenant.owner)
    return args


def _nodes(
    machines: Machines, sandboxed: SandboxedRuntime | None, settings: Settings, account: Account, base: TenantBase
) -> TenantNodes:
    nodes: TenantNodes = {
        "cluster_name": account.cluster_name,
        "instance_profile_name": karpenter_node_role(account.cluster_name),
        "ami": {"alias": RELEASES[settings.cluster.version].ami_alias},
        "key_arn": base.node_key_arn,
        "size": machines.size,
        "max_nodes": machines.most,
        "tags": account.tags,
    }
    if sandboxed:
        nodes["ami"], nodes["runtime_handler"] = {"id": sandboxed.image_id}, sandboxed.handler
    return nodes
