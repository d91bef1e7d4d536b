"""Machines of a tenant's own nodes without GPUs as pure functions: which size, and how many at most."""

from dataclasses import dataclass
from math import ceil

from components.general_purpose import SHAPES

FAMILIES = ("m7i", "m6i", "m7a")
"""Alike in CPUs and memory by size, so that a cap in these is a cap in nodes."""
SIZES = ("large", "xlarge", "2xlarge", "4xlarge")
SCRATCH_GIB = 5
"""Most that a model server may write besides its logs, on the disk of its node."""
DISK_GIB = 50
"""Volume of a node."""
RESERVED_CPU = 0.5
"""CPUs of a node that pods of the tenant do not get: the kubelet's share and the agents of every node."""
MEMORY_SHARE = 0.8
"""Part of a node's memory that they get. The kubelet keeps 11 MiB for each pod that fits, and 255 MiB (awslabs/
amazon-eks-ami, nodeadm); Karpenter takes off 7.5 percent (`vmMemoryOverheadPercent`, 1.14); agents come on top."""


@dataclass(frozen=True)
class Machines:
    """The nodes that a tenant may have."""

    size: str
    """Size of every node, for example `xlarge`."""
    most: int
    """Most nodes at once."""

    @property
    def instance_types(self) -> list[str]:
        """Instance types of that size."""
        return [f"{family}.{self.size}" for family in FAMILIES]

    @property
    def limits(self) -> dict[str, str]:
        """The cap in what Karpenter counts.

        Karpenter (scheduler of 1.14.0) sees CPUs and memory while it places waiting pods, and nodes when they are up.
        """
        shape = SHAPES[self.instance_types[0]]
        return {
            "cpu": str(self.most * shape.vcpus),
            "memory": f"{self.most * shape.memory_gib}Gi",
            "nodes": str(self.most),
        }


def largest_replica() -> tuple[float, float]:
    """CPUs and GiB of the largest replica that fits on some node."""
    return room(SIZES[-1])


def room(size: str) -> tuple[float, float]:
    """CPUs and GiB that pods of the tenant get of a node."""
    shape = SHAPES[f"{FAMILIES[0]}.{size}"]
    return shape.vcpus - RESERVED_CPU, shape.memory_gib * MEMORY_SHARE


def machines(replica: tuple[float, float], replicas: int, quota: tuple[float, float]) -> Machines | None:
    """The smallest nodes that hold a replica, as many as the quota can fill; None where no node holds one.

    One node more lets nodes be renewed while the quota is full. `replica` and `quota`: CPUs and GiB.
    """
    for size in SIZES:
        cpus, gib = room(size)
        fitting = min(cpus / replica[0], gib / replica[1])
        if fitting >= 1:
            filled = max(replicas / int(fitting), quota[0] / cpus, quota[1] / gib)
            return Machines(size, ceil(filled) + 1)
    return None
