"""Hard caps of a GPU node pool as pure functions: nodes, GPUs and the dearest hour that they leave possible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from components.accelerators import ACCELERATORS, PRICES_AS_OF


@dataclass(frozen=True)
class Hour:
    """Nodes that run at once, and what an hour of them costs on demand."""

    usd: float
    nodes: Mapping[str, int]

    def __str__(self) -> str:
        """Figures for a message."""
        nodes = " + ".join(f"{count} x {name}" for name, count in self.nodes.items())
        return f"{self.usd:.2f} USD ({nodes}, on demand, us-east-1, {PRICES_AS_OF})"


def most_nodes(instance_types: Sequence[str], max_gpus: int, max_nodes: int | None = None) -> int:
    """Nodes that may run at once: as many as have no more GPUs than the cap, and no more than the caller says."""
    by_gpus = max_gpus // min(ACCELERATORS[name].gpus for name in instance_types)
    return by_gpus if max_nodes is None else min(by_gpus, max_nodes)


def most_gpus(instance_types: Sequence[str], max_gpus: int, max_nodes: int | None = None) -> int | None:
    """GPUs that may run at once, by which both caps hold; None where no number of GPUs stands for the cap in nodes.

    Karpenter (scheduler of 1.14.0) sees only GPUs while it places waiting pods, and nodes when they are there: a cap
    that is in nodes alone lets all pods that wait at once start one each.
    """
    sizes = {ACCELERATORS[name].gpus for name in instance_types}
    nodes = most_nodes(instance_types, max_gpus, max_nodes)
    if nodes == most_nodes(instance_types, max_gpus):
        return max_gpus
    return nodes * sizes.pop() if len(sizes) == 1 else None


def dearest_hour(instance_types: Sequence[str], max_gpus: int, max_nodes: int | None = None) -> Hour | None:
    """The most that a full pool can cost in an hour, exactly; None where a type has no price.

    Spot never costs more than on demand, and a reservation is paid for whether it is used or not.
    """
    dearest: dict[int, tuple[float, str]] = {}
    for name in instance_types:
        accelerator = ACCELERATORS[name]
        if accelerator.usd_per_hour is None:
            return None
        dearest[accelerator.gpus] = max(dearest.get(accelerator.gpus, (0, "")), (accelerator.usd_per_hour, name))
    sizes = sorted(dearest, reverse=True)

    @cache
    def best(index: int, gpus: int, nodes: int) -> tuple[float, tuple[int, ...]]:
        size, price = sizes[index], dearest[sizes[index]][0]
        most = min(nodes, gpus // size)
        if index == len(sizes) - 1:
            return most * price, (most,)
        found = [(count, best(index + 1, gpus - count * size, nodes - count)) for count in range(most + 1)]
        return max((usd + count * price, (count, *counts)) for count, (usd, counts) in found)

    usd, counts = best(0, max_gpus, most_nodes(instance_types, max_gpus, max_nodes))
    return Hour(usd, {dearest[size][1]: count for size, count in zip(sizes, counts, strict=True) if count})
