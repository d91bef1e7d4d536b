"""Rules of GPU node pools that look at more than one setting."""

from collections.abc import Iterator

from components import pool_caps
from components.accelerators import ACCELERATORS
from stacks.model import Settings
from stacks.reading.errors import Problem
from stacks.sections.pools import NodePool

KARPENTERS_ORDER = ("reserved", "spot", "on-demand")
Path = tuple[str | int, ...]


def pools(settings: Settings) -> Iterator[Problem]:
    """What no pool may be."""
    for name, pool in settings.node_pools.items():
        path = ("node_pools", name)
        mixed = list(_machines(pool, path))
        yield from mixed or _caps(pool, path)
        yield from _capacity(pool, path)
        yield from _sharing(pool, path)
        yield from _owner(settings, pool, path)
        for index, zone in enumerate(pool.zones):
            if zone not in settings.network.zones:
                message = f"{zone} is none of network.zones ({', '.join(settings.network.zones)})"
                yield Problem((*path, "zones", index), message)


def _machines(pool: NodePool, path: Path) -> Iterator[Problem]:
    models = sorted({ACCELERATORS[instance_type].gpu for instance_type in pool.instance_types})
    if len(models) > 1:
        message = f"mixes {' and '.join(models)}; tenants cannot know what they get"
        yield Problem((*path, "instance_types"), message)
    if pool.provisioning == "managed" and len({ACCELERATORS[one].gpus for one in pool.instance_types}) > 1:
        yield Problem((*path, "instance_types"), "a managed pool needs types with the same number of GPUs")
    elif pool.provisioning == "managed":
        yield from _managed(pool, path)
    elif pool.min_nodes:
        message = "Karpenter starts nodes when pods wait for them, so none always runs; choose provisioning managed"
        yield Problem((*path, "min_nodes"), message)


def _capacity(pool: NodePool, path: Path) -> Iterator[Problem]:
    order = tuple(kind for kind in KARPENTERS_ORDER if kind in pool.capacity)
    if pool.capacity != order:
        wanted = ", ".join(order)
        yield Problem((*path, "capacity"), f"Karpenter tries each kind once, the cheapest first; write [{wanted}]")
    given = pool.reservations.ids or pool.reservations.tags
    if "reserved" in pool.capacity and not given:
        yield Problem((*path, "reservations"), "capacity names `reserved`; say which, by ids or tags")
    if given and "reserved" not in pool.capacity:
        yield Problem((*path, "capacity"), "reservations are given but not used; put `reserved` first or drop them")


def _caps(pool: NodePool, path: Path) -> Iterator[Problem]:
    smallest = min(ACCELERATORS[instance_type].gpus for instance_type in pool.instance_types)
    if pool.max_gpus < smallest:
        message = f"{pool.max_gpus} is less than one node has ({smallest}); the pool would never start one"
        yield Problem((*path, "max_gpus"), message)
        return
    if pool.max_usd_per_hour is None:
        return
    dearest = pool_caps.dearest_hour(pool.instance_types, pool.max_gpus, pool.max_nodes)
    if dearest is None:
        unknown = next(one for one in pool.instance_types if ACCELERATORS[one].usd_per_hour is None)
        message = f"no public on-demand price of {unknown} is known, so the cap cannot be checked; drop the type"
        yield Problem((*path, "max_usd_per_hour"), message)
    elif dearest.usd > pool.max_usd_per_hour:
        message = f"the caps allow {dearest} in an hour, more than {pool.max_usd_per_hour:.2f}; lower max_gpus or "
        yield Problem((*path, "max_usd_per_hour"), message + "max_nodes, drop the dearest type, or raise this")


def _sharing(pool: NodePool, path: Path) -> Iterator[Problem]:
    sharing, way = pool.sharing, (*path, "sharing")
    if sharing.strategy == "whole":
        if sharing.pods_per_gpu > 1:
            message = f"{sharing.pods_per_gpu} pods cannot have a whole GPU; choose a strategy, time-slicing or mps"
            yield Problem((*way, "pods_per_gpu"), message)
        return
    if sharing.pods_per_gpu == 1:
        yield Problem((*way, "pods_per_gpu"), f"{sharing.strategy} with 1 pod shares nothing; say how many, at least 2")
    if len({ACCELERATORS[one].gpus for one in pool.instance_types}) > 1:
        message = "a pool that shares GPUs is capped in nodes, so its types need the same number of GPUs"
        yield Problem((*path, "instance_types"), message)


def _owner(settings: Settings, pool: NodePool, path: Path) -> Iterator[Problem]:
    if pool.tenant is None:
        return
    if pool.tenant not in (names := [tenant.name for tenant in settings.tenants]):
        yield Problem((*path, "tenant"), f"{pool.tenant!r} is not declared (tenants: {', '.join(names)})")
    if pool.provisioning == "managed":
        message = "a managed node labels itself, so nothing proves whose it is; choose provisioning karpenter"
        yield Problem((*path, "tenant"), message)


def _managed(pool: NodePool, path: Path) -> Iterator[Problem]:
    if len(pool.capacity) > 1:
        yield Problem((*path, "capacity"), "a managed pool has one kind of capacity; keep one, or choose karpenter")
    if pool.min_nodes > (most := pool_caps.most_nodes(pool.instance_types, pool.max_gpus, pool.max_nodes)):
        message = f"{pool.min_nodes} is more than max_gpus and max_nodes allow ({most}); lower it or raise them"
        yield Problem((*path, "min_nodes"), message)
    reserved = "reserved" in pool.capacity
    if not pool.min_nodes and not reserved:
        message = "nobody starts the nodes of a managed pool; say how many always run, or choose provisioning karpenter"
        yield Problem((*path, "min_nodes"), message)
    if reserved and not (len(pool.reservations.ids) == len(pool.zones) == len(pool.instance_types) == 1):
        message = "a managed pool starts in one reservation: name one id, its instance type and its zone, and no tags"
        yield Problem((*path, "reservations"), message)
