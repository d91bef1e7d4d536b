"""Rules of tenants: names, owners, replicas and GPUs that fit together."""

from collections import Counter
from collections.abc import Iterator

from components.names import LIMITS, Names
from stacks.model import Settings, Tenant
from stacks.reading.errors import Problem
from stacks.rules import egress


def _tenants(settings: Settings) -> Iterator[Problem]:
    if not settings.tenants:
        yield Problem(("tenants",), "no file of the environment has a tenant; add one")
    seen: dict[str, int] = {}
    for index, tenant in enumerate(settings.tenants):
        path = ("tenants", index)
        if tenant.name in seen:
            yield Problem(
                (*path, "name"), f"{tenant.name} is the name of {settings.written_at(seen[tenant.name])} already"
            )
        seen.setdefault(tenant.name, index)
        if tenant.owner not in settings.teams:
            teams = ", ".join(settings.teams) or "none"
            yield Problem((*path, "owner"), f"team {tenant.owner!r} is not declared (teams: {teams})")
        yield from _model(tenant, index)
        yield from _egress(settings, tenant, index)
        if tenant.quota.storage and not settings.cluster.storage_drivers.volumes:
            message = "volumes need the EBS driver; set cluster.storage_drivers.volumes to true"
            yield Problem((*path, "quota", "storage"), message)
        if tenant.ephemeral_gib < tenant.disk_of_pod * tenant.quota.pods:
            message = (
                f"{tenant.quota.ephemeral_storage} is less than {tenant.disk_of_pod}Gi for each of {tenant.quota.pods} "
                f"pods (memory of a replica, and scratch); write {tenant.disk_of_pod * tenant.quota.pods}Gi or more"
            )
            yield Problem((*path, "quota", "ephemeral_storage"), message)


def _model(tenant: Tenant, index: int) -> Iterator[Problem]:
    model, path = tenant.model, ("tenants", index, "model")
    if model.min_replicas > model.max_replicas:
        yield Problem((*path, "max_replicas"), f"min_replicas {model.min_replicas} > max_replicas {model.max_replicas}")
    if model.gpus * model.max_replicas > tenant.quota.gpus:
        yield Problem(
            ("tenants", index, "quota", "gpus"),
            f"{tenant.quota.gpus} is less than {model.max_replicas} replicas with {model.gpus} GPUs need",
        )


def _egress(settings: Settings, tenant: Tenant, index: int) -> Iterator[Problem]:
    for number, flow in enumerate(tenant.egress):
        yield from egress.outside(settings, ("tenants", index, "egress", number, "cidr"), flow.cidr)
    flows = Counter((flow.cidr, flow.port) for flow in tenant.egress)
    for (cidr, port), count in flows.items():
        if count > 1:
            yield Problem(("tenants", index, "egress"), f"{cidr} port {port} is listed {count} times")


def _gpu_supply(settings: Settings) -> Iterator[Problem]:
    asked = sum(tenant.quota.gpus for tenant in settings.tenants)
    given = sum(pool.max_gpus * pool.pods_per_gpu for pool in settings.node_pools.values())
    if asked > given and settings.environment != "dev":
        yield Problem(("tenants",), f"tenants ask for {asked} GPUs, pools give at most {given}")


def _derived_names(settings: Settings) -> Iterator[Problem]:
    names = Names(settings.platform, settings.environment, settings.account_id or "0" * 12)
    for index, tenant in enumerate(settings.tenants):
        too_long = len(names.tenant_role(tenant.name)) - LIMITS["iam-role"]
        if too_long > 0:
            message = (
                f"the IAM role {names.tenant_role(tenant.name)} is {too_long} characters too long; shorten the name"
            )
            yield Problem(("tenants", index, "name"), message)


RULES = (_tenants, _gpu_supply, _derived_names)
