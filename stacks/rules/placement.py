"""Rules of models on GPU pools: what a pool cannot run or must not mix is refused, instead of waiting for ever."""

from collections.abc import Iterator

from components import gpu_drivers
from components.accelerators import ACCELERATORS
from components.versions import RELEASES
from stacks.model import Settings, Tenant
from stacks.reading.errors import Problem, nearest
from stacks.sections.fields import mebibytes, thousandths
from stacks.sections.pools import NodePool

Path = tuple[str | int, ...]


def placement(settings: Settings) -> Iterator[Problem]:
    """What no model may ask of its pool."""
    for index, tenant in enumerate(settings.tenants):
        model, path = tenant.model, ("tenants", index, "model")
        if model.pool is None:
            if model.gpus:
                message = f"a model with {model.gpus} GPUs needs a pool; nearest: {nearest('gpu', settings.node_pools)}"
                yield Problem((*path, "gpus"), message)
        elif model.pool not in settings.node_pools:
            pools = ", ".join(settings.node_pools) or "none"
            yield Problem((*path, "pool"), f"{model.pool!r} is not declared (node_pools: {pools})")
        elif not model.gpus:
            message = f"pool {model.pool} is for models with GPUs; ask for at least 1 or drop the pool"
            yield Problem((*path, "gpus"), message)
        else:
            pool = settings.node_pools[model.pool]
            yield from _fits(tenant, pool, path)
            yield from _may_enter(tenant, pool, (*path, "pool"))
            yield from _cuda(settings, tenant, path)


def _fits(tenant: Tenant, pool: NodePool, path: Path) -> Iterator[Problem]:
    model, name = tenant.model, tenant.model.pool
    types = [ACCELERATORS[one] for one in pool.instance_types]
    if model.gpus > (most := max(one.gpus for one in types)):
        message = f"{model.gpus} GPUs are more than any node of pool {name} has ({most}); choose larger types there"
        yield Problem((*path, "gpus"), message)
    if pool.pods_per_gpu > 1 < model.gpus:
        message = f"pool {name} shares GPUs, so a replica gets a part of one; ask for 1 or choose another pool"
        yield Problem((*path, "gpus"), message)
    if model.gpu_memory and mebibytes(model.gpu_memory) > (given := pool.gpu_memory_mib):
        message = f"{model.gpu_memory} is more than a replica gets of a GPU of pool {name} ({given}Mi); choose a larger"
        yield Problem((*path, "gpu_memory"), f"{message} GPU")
    if mebibytes(model.memory) >= (most := max(one.memory_gib for one in types)) * 1024:
        message = f"{model.memory} leaves nothing of the largest node of pool {name} ({most}Gi); choose larger types"
        yield Problem((*path, "memory"), message)
    if thousandths(model.cpu) >= (most := max(one.vcpus for one in types)) * 1000:
        message = f"{model.cpu} leaves nothing of the largest node of pool {name} ({most} CPUs); choose larger types"
        yield Problem((*path, "cpu"), message)


def _may_enter(tenant: Tenant, pool: NodePool, path: Path) -> Iterator[Problem]:
    sharing, name = pool.sharing, tenant.model.pool
    if pool.tenant not in (None, tenant.name):
        yield Problem(path, f"{name} belongs to tenant {pool.tenant}; choose another pool")
    elif pool.tenant is None and pool.pods_per_gpu > 1 and tenant.data_class not in sharing.data_classes:
        allowed = ", ".join(sharing.data_classes) or "no"
        message = f"{name} shares GPUs among {allowed} tenants and {tenant.name} is {tenant.data_class}; choose a pool "
        yield Problem(path, message + "with whole GPUs, or name the class in the pool's sharing.data_classes")
    elif pool.tenant is None and tenant.runs_on != "shared":
        why = "the runtime dedicated" if tenant.runtime else f"{tenant.data_class} data"
        message = f"{why} needs GPUs of its own; choose a pool with `tenant: {tenant.name}`"
        yield Problem(path, message)


def _cuda(settings: Settings, tenant: Tenant, path: Path) -> Iterator[Problem]:
    model = tenant.model
    release = RELEASES.get(settings.cluster.version)
    if model.cuda and release and not gpu_drivers.runs(release.gpu_driver, model.cuda):
        newest = gpu_drivers.DRIVERS[release.gpu_driver].cuda_major
        message = f"CUDA {model.cuda} is newer than driver {release.gpu_driver} of the GPU nodes runs ({newest}.x)"
        yield Problem((*path, "cuda"), f"{message}; build the image with an older CUDA")
    if model.image and not model.cuda and settings.environment == "prod":
        message = "prod: must say the CUDA version of the image, so that it is known to run on the nodes' driver"
        yield Problem((*path, "cuda"), message)
