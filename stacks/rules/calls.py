"""Rules of who calls whom: both sides agree, and data goes to classes that are as secret or more."""

from collections import Counter
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network

from components.data_classes import FLOORS
from components.names import GATEWAY, egress_namespace
from stacks.model import Settings, Tenant
from stacks.reading.errors import Path, Problem, nearest
from stacks.rules.addresses import PRIVATE
from stacks.sections.fields import RESERVED_NAMES


def _twice(settings: Settings) -> Iterator[Problem]:
    for index, tenant in enumerate(settings.tenants):
        lists = {"called_by": tenant.called_by, "calls": tenant.calls, "services": tenant.services}
        for key, names in {**lists, "hosts": tenant.hosts}.items():
            for name, count in Counter(names).items():
                if count > 1:
                    yield Problem(("tenants", index, key), f"{name} is listed {count} times")


def _consents(settings: Settings) -> Iterator[Problem]:
    indexes = {tenant.name: index for index, tenant in enumerate(settings.tenants)}
    for index, tenant in enumerate(settings.tenants):
        callers = [name for name in tenant.called_by if name != GATEWAY]
        for mine, names, theirs in (("calls", tenant.calls, "called_by"), ("called_by", callers, "calls")):
            for name in names:
                path = ("tenants", index, mine, getattr(tenant, mine).index(name))
                if name == tenant.name:
                    yield Problem(path, f"{name} is the tenant itself; its own pods need no consent; take it out")
                elif name not in indexes:
                    known = [*indexes, GATEWAY] if mine == "called_by" else [*indexes]
                    yield _unknown(path, name, "tenant of this environment", known)
                elif tenant.name not in getattr(other := settings.tenants[indexes[name]], theirs):
                    fix = f"add {tenant.name} to {theirs} of {settings.written_at(indexes[name])}, or take {name} out"
                    yield Problem(path, f"{name} does not list {tenant.name}, and both must agree; {fix}")
                elif mine == "calls":
                    yield from _down(path, tenant, other)


def _down(path: Path, caller: Tenant, called: Tenant) -> Iterator[Problem]:
    allowed = FLOORS[caller.data_class].calls
    if called.data_class not in allowed:
        message = f"{caller.name} is {caller.data_class}, {called.name} is {called.data_class}: data goes to "
        yield Problem(path, f"{message}{_classes(allowed)} only; take it out, or change a data_class")


def _classes(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _unknown(path: Path, name: str, kind: str, known: Sequence[str]) -> Problem:
    return Problem(path, f"{name!r} is no {kind}; nearest: {nearest(name, known)}")


def _services(settings: Settings) -> Iterator[Problem]:
    tenants = {tenant.name for tenant in settings.tenants}
    for name, service in settings.services.items():
        path, namespace = ("services", name, "namespace"), service.namespace
        if namespace in tenants | {egress_namespace(tenant) for tenant in tenants}:
            yield Problem(path, f"{namespace} belongs to a tenant, which is called by consent; list it in `calls`")
        elif namespace in RESERVED_NAMES or namespace.startswith("kube-"):
            yield Problem(path, f"{namespace} holds the platform's secrets; give the service a namespace of its own")
    for index, tenant in enumerate(settings.tenants):
        for number, name in enumerate(tenant.services):
            if name not in settings.services:
                yield _unknown(("tenants", index, "services", number), name, "name in `services`", [*settings.services])


def _public_addresses(settings: Settings) -> Iterator[Problem]:
    for index, tenant in enumerate(settings.tenants):
        if FLOORS[tenant.data_class].public_addresses:
            continue
        public = [("egress", number, "cidr") for number, flow in enumerate(tenant.egress) if _is_public(flow.cidr)]
        public += [
            ("data", number, "cidrs", place)
            for number, source in enumerate(tenant.data)
            for place, cidr in enumerate(source.cidrs)
            if _is_public(cidr)
        ]
        for path in (*public, *([("hosts",)] if tenant.hosts else [])):
            message = f"{tenant.data_class} data has no way to public addresses; take it out, or lower data_class"
            yield Problem(("tenants", index, *path), message)


def _is_public(cidr: str) -> bool:
    return not any(IPv4Network(cidr).subnet_of(range_) for range_ in PRIVATE)


def _hosts(settings: Settings) -> Iterator[Problem]:
    names = [tenant.name for tenant in settings.tenants]
    for index, tenant in enumerate(settings.tenants):
        if not tenant.hosts:
            continue
        if settings.network.nat == "none":
            yield Problem(
                ("tenants", index, "hosts"), "nothing leaves with network.nat: none; set network.nat, or take them out"
            )
        if egress_namespace(tenant.name) in names:
            path = ("tenants", names.index(egress_namespace(tenant.name)), "name")
            yield Problem(path, f"is the namespace of the egress proxy of {tenant.name}; choose another name")


RULES = (_twice, _consents, _services, _public_addresses, _hosts)
