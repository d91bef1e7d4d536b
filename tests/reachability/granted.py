"""What tenants' settings grant, in the words of `mlplatform firewall`."""

from collections.abc import Iterator, Sequence

from stacks.model import Tenant

Grant = tuple[str, str, str]


def grants(tenants: Sequence[Tenant]) -> Iterator[Grant]:
    """Source, target and ports of every way."""
    for tenant in tenants:
        name, proxy = tenant.name, f"{tenant.name}-egress"
        yield from ((name, "dns", "TCP 53, UDP 53"), (name, "credentials", "TCP 80"), (name, "endpoints", "TCP 443"))
        yield from ((caller, name, "TCP 8080") for caller in tenant.called_by)
        if tenant.hosts:
            yield from ((name, proxy, "TCP 3128"), (proxy, "dns", "TCP 53, UDP 53"), (proxy, "internet", "TCP 443"))
        for host in tenant.hosts:
            domains = [host] if not host.startswith(".") else [host[1:], f"*{host}"]
            yield from ((proxy, f"{domain}:443", "TCP 443") for domain in domains)
