"""Elastic Fabric Adapter (EFA): which instance types have it, and where its interfaces go, as pure functions.

Counts: EC2's DescribeInstanceTypes (`EfaInfo.MaximumEfaInterfaces`, `NetworkCards`), recorded with moto 5.2, read
2026-11. Layout: "Maximize network bandwidth on Amazon EC2 instances with multiple network cards", EC2 user guide, read
2026-11: an ordinary interface first, EFA-only ones beside it and on each further card; those need no IP addresses.
"""

from collections.abc import Sequence
from typing import NamedTuple

RESOURCE = "vpc.amazonaws.com/efa"
"""What pods ask for, and EC2's device plugin for EFA offers."""


class Interface(NamedTuple):
    """A network interface of an instance."""

    card: int
    device: int
    kind: str


CARDS: dict[str, int] = {
    **dict.fromkeys(("g4dn.8xlarge", "g4dn.12xlarge", "g4dn.16xlarge", "g4dn.metal"), 1),
    **dict.fromkeys(("g5.8xlarge", "g5.12xlarge", "g5.16xlarge", "g5.24xlarge", "g5.48xlarge"), 1),
    **dict.fromkeys(("g6.8xlarge", "g6.12xlarge", "g6.16xlarge", "g6.24xlarge", "g6.48xlarge", "gr6.8xlarge"), 1),
    **dict.fromkeys(("g6e.8xlarge", "g6e.12xlarge", "g6e.16xlarge"), 1),
    "g6e.24xlarge": 2,
    "g6e.48xlarge": 4,
    "g7e.8xlarge": 1,
    "g7e.12xlarge": 1,
    "g7e.24xlarge": 2,
    "g7e.48xlarge": 4,
    "p4d.24xlarge": 4,
    "p4de.24xlarge": 4,
    "p5.4xlarge": 1,
    "p5.48xlarge": 32,
    "p5e.48xlarge": 32,
    "p5en.48xlarge": 16,
    "p6-b200.48xlarge": 8,
}
"""Instance type -> network cards, each with one EFA."""

# The first card of these has two interfaces. The pods' addresses need the second where they have subnets of their own.
_TWO_ON_THE_FIRST_CARD = ("p5.48xlarge", "p5e.48xlarge")


def interfaces(instance_types: Sequence[str], *, pod_subnets: bool) -> list[Interface]:
    """Interfaces of a node, the same for all these types."""
    first = 1 if pod_subnets and any(one in _TWO_ON_THE_FIRST_CARD for one in instance_types) else 0
    adapters = [Interface(card, 0 if card else 1, "efa-only") for card in range(first, CARDS[instance_types[0]])]
    return [Interface(0, 0, "interface"), *adapters]
