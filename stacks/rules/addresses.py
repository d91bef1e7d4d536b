"""Rules about address ranges, zones and ways out of the network."""

from collections import Counter
from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import get_args

from components.subnets import LARGEST_PREFIX, SHARED_ADDRESS_SPACE, SMALLEST_POD_PREFIX, SMALLEST_VPC_PREFIX
from stacks.model import Settings
from stacks.reading.errors import Problem
from stacks.sections.network import InterfaceEndpoint

_WIDEST_OFFICE = 16
PRIVATE = tuple(IPv4Network(cidr) for cidr in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
"""Ranges that the Internet does not lead to (RFC 1918)."""


def inside(settings: Settings) -> list[IPv4Network]:
    """Where nodes, pods and Services of the cluster are; no tenant may name these ranges."""
    network = settings.network
    ranges = (network.vpc_cidr, network.pod_cidr, settings.cluster.service_cidr)
    return [IPv4Network(cidr) for cidr in ranges if cidr]


def _addresses(settings: Settings) -> Iterator[Problem]:
    vpc, services = IPv4Network(settings.network.vpc_cidr), IPv4Network(settings.cluster.service_cidr)
    if not settings.network.existing and not LARGEST_PREFIX <= vpc.prefixlen <= SMALLEST_VPC_PREFIX:
        yield Problem(
            ("network", "vpc_cidr"),
            f"/{vpc.prefixlen} is outside /{LARGEST_PREFIX} to /{SMALLEST_VPC_PREFIX}: AWS allows no larger VPC, "
            "and a smaller one has no room for the subnets",
        )
    if not any(vpc.subnet_of(block) for block in PRIVATE):
        yield Problem(
            ("network", "vpc_cidr"), f"{vpc} is public or reserved; choose from {', '.join(map(str, PRIVATE))}"
        )
    if vpc.overlaps(services):
        yield Problem(("cluster", "service_cidr"), f"{services} overlaps network.vpc_cidr {vpc}")
    for index, cidr in enumerate(settings.cluster.public_access_cidrs):
        path, offices = ("cluster", "public_access_cidrs", index), IPv4Network(cidr)
        if offices.prefixlen < _WIDEST_OFFICE:
            rule = f"{cidr} opens the Kubernetes API to everybody" if offices.prefixlen <= 1 else f"{cidr} is too wide"
            yield Problem(path, f"{rule}; list the addresses of your offices, each /{_WIDEST_OFFICE} or narrower")
        elif not offices.is_global:
            message = f"{cidr} is no range of the Internet; private networks reach the API without being listed"
            yield Problem(path, message)


def _pod_range(settings: Settings) -> Iterator[Problem]:
    if settings.network.pod_cidr is None:
        return
    path, pods = ("network", "pod_cidr"), IPv4Network(settings.network.pod_cidr)
    if pods.overlaps(services := IPv4Network(settings.cluster.service_cidr)):
        yield Problem(("cluster", "service_cidr"), f"{services} overlaps network.pod_cidr {pods}")
    if not pods.subnet_of(SHARED_ADDRESS_SPACE):
        yield Problem(path, f"{pods} is outside {SHARED_ADDRESS_SPACE}, which no office and no peer uses; take from it")
    if not LARGEST_PREFIX <= pods.prefixlen <= SMALLEST_POD_PREFIX:
        yield Problem(
            path,
            f"/{pods.prefixlen} is outside /{LARGEST_PREFIX} to /{SMALLEST_POD_PREFIX}: AWS allows no larger range, "
            "and a smaller one has too few addresses for three zones",
        )


def _zones(settings: Settings) -> Iterator[Problem]:
    for index, zone in enumerate(settings.network.zones):
        if zone[:-1] != settings.region or not zone[-1].isalpha():
            yield Problem(("network", "zones", index), f"{zone} is not a zone of {settings.region}")
    for zone, count in Counter(settings.network.zones).items():
        if count > 1:
            yield Problem(("network", "zones"), f"{zone} is listed {count} times; a cluster needs two different zones")


def _endpoints(settings: Settings) -> Iterator[Problem]:
    path, network = ("network", "interface_endpoints"), settings.network
    if "s3" not in network.interface_endpoints and not network.existing:
        yield Problem(path, "s3 is missing; tenants reach their data through it only")
    for service, count in Counter(network.interface_endpoints).items():
        if count > 1:
            yield Problem(path, f"{service} is listed {count} times")
    missing = [service for service in get_args(InterfaceEndpoint) if service not in network.interface_endpoints]
    if not missing or network.existing:
        return
    if network.nat == "none":
        message = f"without NAT the platform reaches AWS through endpoints only; missing: {', '.join(missing)}"
        yield Problem(path, f"{message}; add them, or set network.nat")
    elif network.egress.mode == "inspected":
        message = f"an inspected way out lets no calls of AWS services through; missing: {', '.join(missing)}"
        yield Problem(path, f"{message}; add them, or set network.egress.mode: open")


def _existing(settings: Settings) -> Iterator[Problem]:
    network, existing = settings.network, settings.network.existing
    if existing is None:
        return
    path, zones = ("network", "existing"), len(network.zones)
    if len(existing.private_subnet_ids) != zones:
        message = f"{len(existing.private_subnet_ids)} subnets for {zones} zones; name one per zone, in their order"
        yield Problem((*path, "private_subnet_ids"), message)
    wanted = zones if network.pod_cidr else 0
    if len(existing.pod_subnet_ids) != wanted:
        message = f"{len(existing.pod_subnet_ids)} subnets, but network.pod_cidr is {network.pod_cidr or 'null'}"
        yield Problem((*path, "pod_subnet_ids"), f"{message}; name {wanted}, or write pod_cidr: null and none")
    for subnet, count in Counter(
        (*existing.private_subnet_ids, *existing.pod_subnet_ids, *existing.endpoint_subnets)
    ).items():
        if count > 1:
            yield Problem(path, f"{subnet} is named {count} times; each purpose needs a subnet of its own")
    if not existing.endpoint_subnets:
        yield Problem((*path, "endpoint_subnets"), "at least one; tenants reach their data through endpoints only")
    for subnet, cidr in existing.endpoint_subnets.items():
        if not IPv4Network(cidr).subnet_of(IPv4Network(network.vpc_cidr)):
            yield Problem((*path, "endpoint_subnets", subnet), f"{cidr} is outside network.vpc_cidr {network.vpc_cidr}")


RULES = (_addresses, _pod_range, _zones, _endpoints, _existing)
