"""Rules of models on GPU pools: what a pool cannot run or must not mix is refused, instead of waiting for ever."""

from collections.abc import Iterator

from components.accelerators import ACCELERATORS
from stacks.errors import Problem, nearest
from stacks.model import Settings, Tenant
from stacks.pools import NodePool

Path = tuple[str | int, ...]
SECRET = ("confidential", "restricted")


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
            yield from _may_share(settings, tenant, pool, index)


def _fits(tenant: Tenant, pool: NodePool, path: Path) -> Iterator[Problem]:
    model, name = tenant.model, tenant.model.pool
    largest = max(ACCELERATORS[one].gpus for one in pool.instance_types)
    if model.gpus > largest:
        message = f"{model.gpus} GPUs are more than any node of pool {name} has ({largest}); choose larger types there"
        yield Problem((*path, "gpus"), message)
    if pool.sharing.strategy != "whole" and model.gpus > 1:
        message = f"pool {name} shares GPUs, so a replica gets a part of one; ask for 1 or choose another pool"
        yield Problem((*path, "gpus"), message)


def _may_share(settings: Settings, tenant: Tenant, pool: NodePool, index: int) -> Iterator[Problem]:
    sharing, name = pool.sharing, tenant.model.pool
    others = [one.name for one in settings.tenants if one.model.pool == name and one.name != tenant.name]
    if sharing.strategy == "whole":
        return
    path = ("tenants", index, "model", "pool")
    if tenant.data_class not in sharing.data_classes:
        allowed = ", ".join(sharing.data_classes) or "nobody"
        message = f"{name} shares GPUs among {allowed} tenants and {tenant.name} is {tenant.data_class}; choose a pool "
        yield Problem(path, message + "with whole GPUs, or name the class in the pool's sharing.data_classes")
    elif settings.environment == "prod" and tenant.data_class in SECRET and others:
        message = f"prod: {tenant.data_class} data may not share a GPU with {', '.join(others)}; nothing clears its "
        yield Problem(path, message + "memory between pods. Choose a pool with whole GPUs or one of its own")
