"""What no address range that a tenant may reach can hold."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from stacks.errors import Path, Problem
from stacks.model import Settings

_METADATA_SERVICE = IPv4Network("169.254.0.0/16")


def outside(settings: Settings, path: Path, written: str) -> Iterator[Problem]:
    """Neither everything, nor instance metadata, nor nodes, pods and services."""
    cidr = IPv4Network(written)
    vpc, services = IPv4Network(settings.network.vpc_cidr), IPv4Network(settings.cluster.service_cidr)
    if cidr.prefixlen == 0:
        yield Problem(path, "wildcard egress is refused; name the address range of the service")
    elif cidr.overlaps(_METADATA_SERVICE):
        yield Problem(path, f"{cidr} covers the instance metadata service, which hands out the node's credentials")
    elif cidr.overlaps(vpc) or cidr.overlaps(services):
        yield Problem(path, f"{cidr} meets nodes and pods ({vpc}, {services}): it would open other tenants")
