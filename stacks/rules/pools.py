"""Rules of GPU node pools that look at more than one setting."""

from collections.abc import Iterator

from components import efa_interfaces, gpu_partitions, node_setup, pool_caps
from components.accelerators import ACCELERATORS
from stacks.model import Settings
from stacks.reading.errors import Problem, nearest
from stacks.sections.pools import NodePool

KARPENTERS_ORDER = ("reserved", "spot", "on-demand")
Path = tuple[str | int, ...]


def pools(settings: Settings) -> Iterator[Problem]:
    """What no pool may be."""
    if settings.gpu_metrics_namespace and not settings.gpu_metrics:
        yield Problem(("gpu_metrics_namespace",), "GPU nodes report nothing; set gpu_metrics, or drop this")
    for name, pool in settings.node_pools.items():
        path = ("node_pools", name)
        mixed = list(_machines(pool, path))
        yield from mixed or _caps(pool, path)
        yield from _capacity(pool, path)
        yield from _sharing(pool, path)
        yield from _disks(pool, path)
        yield from _efa(settings, pool, path)
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
    if pool_caps.most_gpus(pool.instance_types, pool.max_gpus, pool.max_nodes) is None:
        message = (
            "Karpenter counts GPUs before nodes, so a cap in nodes holds only where all types have the same number"
        )
        yield Problem((*path, "max_nodes"), f"{message} of GPUs; drop it, or keep types of one size")
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
    if sharing.mig_profile and sharing.strategy != "mig":
        message = f"{sharing.strategy} divides no GPU in hardware; drop it, or choose strategy mig"
        yield Problem((*way, "mig_profile"), message)
    if sharing.strategy == "whole":
        if sharing.pods_per_gpu > 1:
            message = f"{sharing.pods_per_gpu} pods cannot have a whole GPU; choose a strategy, time-slicing or mps"
            yield Problem((*way, "pods_per_gpu"), message)
        return
    if sharing.strategy == "mig":
        yield from _mig(pool, way)
    elif sharing.pods_per_gpu == 1:
        yield Problem((*way, "pods_per_gpu"), f"{sharing.strategy} with 1 pod shares nothing; say how many, at least 2")
    if len({ACCELERATORS[one].gpus for one in pool.instance_types}) > 1:
        message = "a pool that shares GPUs is capped in nodes, so its types need the same number of GPUs"
        yield Problem((*path, "instance_types"), message)


def _mig(pool: NodePool, way: Path) -> Iterator[Problem]:
    known = gpu_partitions.profiles(ACCELERATORS[pool.instance_types[0]])
    if not known:
        gpu = ACCELERATORS[pool.instance_types[0]].gpu
        models = ", ".join(sorted({model for model, _ in gpu_partitions.PROFILES}))
        message = f"{gpu} cannot be divided; choose time-slicing or mps, or types with {models}"
        yield Problem((*way, "strategy"), message)
    elif pool.partition is None:
        yield Problem((*way, "mig_profile"), f"say how each GPU is divided, one of {', '.join(known)}")
    elif len({ACCELERATORS[one].gpu_memory_mib for one in pool.instance_types}) > 1:
        message = "mig divides GPUs with the same memory alike; keep types of one memory size"
        yield Problem((*way[:-1], "instance_types"), message)
    if pool.sharing.pods_per_gpu > 1:
        yield Problem((*way, "pods_per_gpu"), "the profile says how many parts a GPU has; drop this")


def _disks(pool: NodePool, path: Path) -> Iterator[Problem]:
    if pool.local_disks and pool.disk_throughput_mibps > node_setup.GP3_MIBPS:
        message = "images and scratch space lie on local disks, so a faster volume serves nothing; drop one of the two"
        yield Problem((*path, "disk_throughput_mibps"), message)
    if (
        pool.parallel_image_pull
        and not pool.local_disks
        and pool.disk_throughput_mibps < node_setup.PARALLEL_PULL_MIBPS
    ):
        message = f"pulls become slower below {node_setup.PARALLEL_PULL_MIBPS} MiB/s; set local_disks, or raise "
        yield Problem((*path, "parallel_image_pull"), message + "disk_throughput_mibps")


def _efa(settings: Settings, pool: NodePool, path: Path) -> Iterator[Problem]:
    if not pool.efa:
        return
    if without := [one for one in pool.instance_types if one not in efa_interfaces.CARDS]:
        message = f"{without[0]} has no EFA; nearest with it: {nearest(without[0], efa_interfaces.CARDS)}"
        yield Problem((*path, "instance_types", pool.instance_types.index(without[0])), message)
    elif len({efa_interfaces.CARDS[one] for one in pool.instance_types}) > 1:
        counts = ", ".join(f"{one} has {efa_interfaces.CARDS[one]}" for one in pool.instance_types)
        yield Problem((*path, "efa"), f"nodes need the same number of adapters ({counts}); keep types of one number")
    if len(zones := pool.zones or settings.network.zones) > 1:
        message = f"a cluster placement group lies in one zone, the pool in {', '.join(zones)}; name one in `zones`"
        yield Problem((*path, "efa"), message)


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
