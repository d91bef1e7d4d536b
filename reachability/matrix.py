"""Who reaches whom: tenants against each other, the platform and the world."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_network
from itertools import takewhile
from typing import Any, cast

from reachability.conditions import listed, matches
from reachability.data import read_objects
from reachability.iam import Decision, Document, statements
from reachability.inventory import Bucket, Role
from reachability.network import Addresses, Namespace, Pod, Side, remaining
from reachability.ports import Ports
from reachability.stack import Stack, Tenant

HTTPS = ("TCP", 443)
GATEWAY = Pod(
    Namespace("envoy-gateway-system", {}),
    {
        "gateway.envoyproxy.io/owning-gateway-name": "kserve-ingress-gateway",
        "gateway.envoyproxy.io/owning-gateway-namespace": "kserve",
    },
)
DNS = Pod(Namespace("kube-system", {}), {"k8s-app": "kube-dns"})
# What is not the Internet: "IPv4 Special-Purpose Address Space", IANA, read 2026-11-21.
_SPECIAL = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
    "224.0.0.0/3",
)  # fmt: skip


@dataclass(frozen=True)
class Way:
    """What a source reaches of a target."""

    source: str
    target: str
    ports: Ports
    because: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """That a tenant's pods read another tenant's model, or may."""

    reader: str
    owner: str
    decision: Decision


class Matrix:
    """Every way of a stack: what is not listed is closed."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._inside = {name: one.namespace for name, one in (*stack.tenants.items(), *stack.proxies.items())}
        """Tenants and egress proxies."""
        self._owners = {namespace.name: name for name, namespace in self._inside.items()}
        self._spaces = {namespace.name: namespace for namespace in self._inside.values()}

    @cached_property
    def places(self) -> Mapping[str, Side]:
        """What tenants are compared with, beside each other."""
        found: dict[str, Side] = {
            "gateway": GATEWAY,
            "dns": DNS,
            "credentials": _addresses("169.254.170.23/32", "fd00:ec2::23/128"),
            "metadata": _addresses("169.254.169.254/32", "fd00:ec2::254/128"),
        }
        for name, kind in (("endpoints", "endpoint"), ("nodes", "private"), ("public-subnets", "public")):
            if kind in self.stack.subnets:
                found[name] = Addresses(self.stack.subnets[kind])
        if self.stack.control_plane:
            found["api-server"] = Addresses(self.stack.control_plane)
        return {**found, "internet": _internet()}

    def ways(self) -> Iterator[Way]:
        """Ways between tenants, and between tenants and places, in both directions; so for their egress proxies."""
        for name, namespace in self._inside.items():
            pod = Pod(namespace)
            for target in sorted({*self.stack.policies.candidates(pod, self._spaces)} & self._spaces.keys()):
                if target != namespace.name:
                    yield from self._way(name, self._owners[target], pod, Pod(self._spaces[target]))
            for place, side in self.places.items():
                yield from self._way(name, place, pod, side)
                yield from self._way(place, name, side, pod)
            if name in self.stack.proxies and HTTPS in self.stack.between(pod, self.places["internet"])[0]:
                for host in self.stack.proxies[name].hosts:
                    yield Way(name, host, Ports.of(*HTTPS), (f"the configuration of {name} lists it",))

    def detours(self, ways: Sequence[Way]) -> Mapping[str, list[str]]:
        """Hosts that tenants meet through egress proxies."""
        hosts = {
            name: [way.target for way in ways if way.source == name and way.target in proxy.hosts]
            for name, proxy in self.stack.proxies.items()
        }
        found: dict[str, list[str]] = {}
        for way in ways:
            if way.source in self.stack.tenants and hosts.get(way.target):
                found.setdefault(way.source, []).append(f"{', '.join(hosts[way.target])} through {way.target}")
        return found

    def explain(self, source: str, target: str, port: tuple[str, int]) -> tuple[bool, list[str]]:
        """Whether one side reaches a port of another, and the rules that open it or what closes it.

        Raises:
            KeyError: there is no such tenant, place or address.
        """
        out, into = self.side(source), self.side(target)
        opened, because = self.stack.between(out, into)
        if port in opened or not opened:
            return port in opened, because
        return False, [f"{source} reaches {target} at {opened} only: {'; '.join(because)}"]

    def side(self, name: str) -> Side:
        """The tenant, place or address that somebody named."""
        if name in self._inside:
            return Pod(self._inside[name])
        if name in self.places:
            return self.places[name]
        try:
            return _addresses(name)
        except ValueError:
            raise KeyError(name) from None

    def _way(self, source: str, target: str, out: Side, into: Side) -> Iterator[Way]:
        opened, because = self.stack.between(out, into)
        if opened:
            yield Way(source, target, opened, tuple(because))

    def readings(self) -> Iterator[Reading]:
        """Who reads, or may read, whose model beside the own one."""
        by_prefix = sorted(
            (f"{one.weights.bucket}/{one.weights.prefix}", name)
            for name, one in self.stack.tenants.items()
            if one.weights
        )
        for reader, tenant in self.stack.tenants.items():
            for owner in self._mentioned(tenant, by_prefix):
                if owner != reader and (decision := self.reads(reader, owner)).allowed is not False:
                    yield Reading(reader, owner, decision)

    def reads(self, reader: str, owner: str) -> Decision:
        """Whether a tenant's pods read another's model: IAM, S3, the key, the endpoint and the network together."""
        source, target = self.stack.tenants[reader], self.stack.tenants[owner]
        weights = target.weights
        if weights is None or weights.bucket not in self.stack.buckets:
            return Decision(allowed=None, because=f"the model of {owner} does not lie in a bucket of this stack")
        pod = Pod(source.namespace)
        reached = [
            place
            for place in ("endpoints", "internet")
            if place in self.places and HTTPS in self.stack.between(pod, self.places[place])[0]
        ]
        if not reached:
            return Decision(allowed=False, because=f"no network policy of {reader} lets it reach S3")
        endpoints = self.stack.endpoint_policies if reached == ["endpoints"] else ()
        bucket, place = self.stack.buckets[weights.bucket], self.stack.place
        decisions = [read_objects(role, bucket, weights.prefix, place, endpoints) for role in source.roles]
        for allowed in (True, None, False):
            for decision in decisions:
                if decision.allowed is allowed:
                    return decision
        return Decision(allowed=False, because=f"pods of {reader} have no role")

    def _mentioned(self, tenant: Tenant, by_prefix: Sequence[tuple[str, str]]) -> set[str]:
        """Owners whose files a statement for the tenant's roles names; the others' stand or fall with a stranger's."""
        found: set[str] = set()
        literals = [one for role in tenant.roles for one in (*_literals(role.policies), *self._granted(role))]
        if any(
            read_objects(role, bucket, _STRANGER, self.stack.place).allowed is not False
            for role in tenant.roles
            for bucket in self._meant(role, literals)
        ):
            return {name for _, name in by_prefix}
        for literal in literals:
            start = bisect_left(by_prefix, (literal, ""))
            # The pattern covers these folders, or lies in the one before them.
            covered = takewhile(lambda one, literal=literal: one[0].startswith(literal), by_prefix[start:])
            found |= {name for _, name in covered}
            found |= {name for prefix, name in by_prefix[max(0, start - 1) : start] if literal.startswith(prefix)}
        return found

    def _meant(self, role: Role, literals: Sequence[str]) -> list[Bucket]:
        """Buckets that a role's statements can mean; any, where a statement is known after `up` only."""
        names = self._bucket_names
        if any(document.text is None for document in role.policies):
            return [self.stack.buckets[name] for name in names]
        found: set[str] = set()
        for literal in literals:
            start = literal.partition("/")[0]
            covered = takewhile(lambda one, start=start: one.startswith(start), names[bisect_left(names, start) :])
            found |= {start} & self.stack.buckets.keys() if "/" in literal else set(covered)
        return [self.stack.buckets[name] for name in sorted(found)]

    @cached_property
    def _bucket_names(self) -> list[str]:
        return sorted(self.stack.buckets)

    def _granted(self, role: Role) -> Iterator[str]:
        for who in (role.arn, "*"):
            yield from self._grants.get(who, ())

    @cached_property
    def _grants(self) -> Mapping[str, list[str]]:
        """What bucket policies allow, by principal."""
        found: dict[str, list[str]] = {}
        for bucket in self.stack.buckets.values():
            for statement in statements((bucket.policy and bucket.policy.text) or "{}"):
                principal = cast("str | Mapping[str, object]", statement.get("Principal") or {})
                named = [principal] if isinstance(principal, str) else listed(principal.get("AWS", []))
                for who in map(str, named):
                    found.setdefault(who, []).extend(_patterns(statement))
        return found


_STRANGER = "~stranger/"


def _literals(documents: Sequence[Document]) -> Iterator[str]:
    for document in documents:
        for statement in statements(document.text or "{}"):
            yield from _patterns(statement)


def _patterns(statement: Mapping[str, Any]) -> Iterator[str]:
    """What patterns of readable objects begin with, before any wildcard, without `arn:aws:s3:::`."""
    actions = map(str, listed(statement.get("Action", "*")))
    if statement.get("Effect") != "Allow" or not any(matches(one.lower(), "s3:getobject") for one in actions):
        return
    for pattern in map(str, listed(statement.get("Resource", "*"))):
        _, of_s3, below = pattern.partition(":s3:::")
        if of_s3 or "*" in pattern:
            yield re.split(r"[*?$]", below)[0]


def _addresses(*ranges: str) -> Addresses:
    return Addresses(tuple(map(ip_network, ranges)))


def _internet() -> Addresses:
    return Addresses(tuple(remaining([ip_network("0.0.0.0/0")], [ip_network(one) for one in _SPECIAL])))
