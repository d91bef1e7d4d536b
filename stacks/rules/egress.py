"""What no address range that a tenant may reach can hold."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from stacks.model import Settings
from stacks.reading.errors import Path, Problem
from stacks.rules import addresses

_METADATA_SERVICE = IPv4Network("169.254.0.0/16")


def outside(settings: Settings, path: Path, written: str) -> Iterator[Problem]:
    """Neither everything, nor instance metadata, nor nodes, pods and services."""
    cidr = IPv4Network(written)
    inside = addresses.inside(settings)
    if cidr.prefixlen == 0:
        yield Problem(path, "wildcard egress is refused; name the address range of the service")
    elif cidr.overlaps(_METADATA_SERVICE):
        yield Problem(path, f"{cidr} covers the instance metadata service, which hands out the node's credentials")
    elif any(cidr.overlaps(range_) for range_ in inside):
        ranges = ", ".join(map(str, inside))
        yield Problem(path, f"{cidr} meets nodes and pods ({ranges}): it would open other tenants")
