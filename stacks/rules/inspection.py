"""Rules of an inspected way out: there is one, and what must pass can pass."""

from collections import Counter
from collections.abc import Iterator
from ipaddress import IPv4Network

from components import egress_hosts
from stacks.model import Settings
from stacks.reading.errors import Problem
from stacks.sections.fields import partition_of

_PATH = ("network", "egress")
_HOSTS = (*_PATH, "allowed_hosts")
_PORTS = (80, 443)


def is_inspected(settings: Settings) -> bool:
    """Whether a firewall stands before the NAT gateways."""
    return settings.network.egress.mode == "inspected"


def hosts_of_tenants(settings: Settings) -> set[str]:
    """What is let through because tenants list it."""
    return {host for tenant in settings.tenants for host in tenant.hosts}


def platform_hosts(settings: Settings) -> list[str]:
    """What is let through without being listed."""
    return egress_hosts.platform_hosts(
        partition_of(settings.region), settings.region, autoscaled=bool(settings.node_pools)
    )


def _way(settings: Settings) -> Iterator[Problem]:
    network = settings.network
    if not is_inspected(settings):
        if network.egress.allowed_hosts:
            yield Problem(_HOSTS, "has no effect while network.egress.mode is open; write inspected, or take it out")
        return
    path = (*_PATH, "mode")
    if network.existing:
        yield Problem(path, "an existing VPC has its own ways out, which its owners inspect; write open")
    elif network.nat == "none":
        yield Problem(path, "nothing leaves with network.nat: none, so there is nothing to inspect; write open")


def _hosts(settings: Settings) -> Iterator[Problem]:
    listed = settings.network.egress.allowed_hosts
    for host, count in Counter(listed).items():
        if count > 1:
            yield Problem(_HOSTS, f"{host} is listed {count} times")
    for index, host in enumerate(listed):
        wider = [other for other in listed if other != host and egress_hosts.covers(other, host)]
        if wider:
            yield Problem((*_HOSTS, index), f"{host} is covered by {wider[0]} already; take one of them out")
        elif any(egress_hosts.covers(known, host) for known in platform_hosts(settings)):
            yield Problem((*_HOSTS, index), f"{host} is let through already: the platform itself needs it; take it out")


def _capacity(settings: Settings) -> Iterator[Problem]:
    if not is_inspected(settings):
        return
    hosts = {*platform_hosts(settings), *settings.network.egress.allowed_hosts, *hosts_of_tenants(settings)}
    if len(hosts) > egress_hosts.MOST:
        message = f"{len(hosts)} hosts with those of the tenants, the firewall takes {egress_hosts.MOST}; "
        message += "list domains, as .example.com"
        yield Problem(_HOSTS, message)


def _tenants(settings: Settings) -> Iterator[Problem]:
    if not is_inspected(settings):
        return
    passing = [*platform_hosts(settings), *settings.network.egress.allowed_hosts]
    for index, tenant in enumerate(settings.tenants):
        for number, flow in enumerate(tenant.egress):
            if flow.port not in _PORTS and IPv4Network(flow.cidr).is_global:
                message = f"port {flow.port} of the Internet is closed by network.egress; 80 and 443 pass, by host name"
                yield Problem(("tenants", index, "egress", number, "port"), message)
        registry = (tenant.model.image or "").partition("/")[0]
        if registry and ".dkr.ecr." not in registry and not any(egress_hosts.covers(one, registry) for one in passing):
            message = f"network.egress closes the way to {registry}; use ECR, or add it and the hosts of its layers to "
            yield Problem(("tenants", index, "model", "image"), f"{message}network.egress.allowed_hosts")


RULES = (_way, _hosts, _capacity, _tenants)
