"""Data classes of tenants, from the least to the most secret: the floor that each gives a tenant's other settings."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Floor:
    """What a class demands at least."""

    calls: tuple[str, ...]
    """Classes of the tenants that it may send data to: up, never down."""
    store: str
    """`shared`: the environment's bucket and key may hold its data; `own`: they must be the tenant's own."""
    public_addresses: bool
    """Whether `hosts` and `egress` may name public addresses."""
    runtime: str
    """What its pods run on, one of RUNTIMES."""
    gpu_runtime: str
    """The same where they use GPUs, which no sandboxed runtime of ours has."""

    def runtime_with(self, gpus: int) -> str:
        """What pods with so many GPUs run on."""
        return self.gpu_runtime if gpus else self.runtime


RUNTIMES = ("shared", "dedicated", "sandboxed")
"""What pods of a tenant may run on, the weakest wall first."""

FLOORS: Mapping[str, Floor] = {
    "public": Floor(
        calls=("public", "internal", "confidential", "restricted"),
        store="shared",
        public_addresses=True,
        runtime="shared",
        gpu_runtime="shared",
    ),
    "internal": Floor(
        calls=("internal", "confidential", "restricted"),
        store="shared",
        public_addresses=True,
        runtime="shared",
        gpu_runtime="shared",
    ),
    "confidential": Floor(
        calls=("confidential", "restricted"),
        store="own",
        public_addresses=True,
        runtime="dedicated",
        gpu_runtime="dedicated",
    ),
    "restricted": Floor(
        calls=("restricted",),
        store="own",
        public_addresses=False,
        runtime="sandboxed",
        gpu_runtime="dedicated",
    ),
}


def is_runtime_enough(runtime: str, floor: str) -> bool:
    """Whether a runtime is as strong as the floor demands."""
    return RUNTIMES.index(runtime) >= RUNTIMES.index(floor)
