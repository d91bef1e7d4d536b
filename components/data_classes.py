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


FLOORS: Mapping[str, Floor] = {
    "public": Floor(calls=("public", "internal", "confidential", "restricted"), store="shared", public_addresses=True),
    "internal": Floor(calls=("internal", "confidential", "restricted"), store="shared", public_addresses=True),
    "confidential": Floor(calls=("confidential", "restricted"), store="own", public_addresses=True),
    "restricted": Floor(calls=("restricted",), store="own", public_addresses=False),
}
