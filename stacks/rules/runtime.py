"""Rules of what a tenant's pods run on: never less than the data class demands, and something that there is."""

from collections.abc import Iterator

from components import data_classes, pool_placement, tenant_machines
from stacks.model import Settings, Tenant
from stacks.reading.errors import Problem

Path = tuple[str | int, ...]


def runtime(settings: Settings) -> Iterator[Problem]:
    """What no tenant may run on."""
    for name in settings.node_pools:
        if name.startswith(pool_placement.OWN_POOLS):
            message = (
                f"names that begin with {pool_placement.OWN_POOLS} are those of tenants' own nodes; choose another"
            )
            yield Problem(("node_pools", name), message)
    for index, tenant in enumerate(settings.tenants):
        yield from _floor(settings, tenant, ("tenants", index))
        yield from _room(tenant, ("tenants", index))


def _floor(settings: Settings, tenant: Tenant, path: Path) -> Iterator[Problem]:
    if not data_classes.is_runtime_enough(tenant.runs_on, tenant.floor):
        message = f"{tenant.runs_on} is less than {tenant.data_class} data needs ({tenant.floor}); drop it, or choose "
        yield Problem((*path, "runtime"), f"{message}{tenant.floor}")
    if tenant.runs_on != "sandboxed":
        return
    if tenant.model.gpus:
        yield Problem((*path, "runtime"), "a sandboxed runtime has no GPUs; choose dedicated, on a GPU pool of its own")
    elif settings.cluster.sandboxed_runtime is None:
        why = "" if tenant.runtime else f" ({tenant.data_class} data needs it)"
        yield Problem(
            (*path, "runtime"), f"sandboxed{why} is not set up; name the runtime in cluster.sandboxed_runtime"
        )


def _room(tenant: Tenant, path: Path) -> Iterator[Problem]:
    if tenant.runs_on == "shared" or tenant.model.gpus or tenant.machines:
        return
    cpus, gib = tenant_machines.largest_replica()
    message = f"a replica with {tenant.model.cpu} CPUs and {tenant.model.memory} is larger than the largest node of a "
    yield Problem((*path, "model"), f"{message}tenant's own ({cpus:g} CPUs, {gib:g}Gi); ask for less")
