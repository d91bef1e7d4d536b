"""Security groups: which ports they leave open between pods, nodes, endpoints and addresses.

EKS puts nodes, and pods with them, into a group of the cluster's that is open to itself and outwards. Sources: "Control
traffic to your AWS resources using security groups", Amazon VPC User Guide; "View Amazon EKS security group
requirements for clusters", Amazon EKS User Guide; read 2026-11-21.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from typing import cast

from reachability import ports
from reachability.conditions import listed
from reachability.network import Addresses, Pod, Range, Side
from reachability.ports import Ports
from reachability.resources import UNKNOWN, Json, Resource, of_type

_CLUSTER = "aws:eks/cluster:Cluster"
_LINK_LOCAL = (ip_network("169.254.0.0/16"), ip_network("fd00:ec2::/32"))
_PROTOCOLS = {"6": "TCP", "17": "UDP", "132": "SCTP"}


@dataclass(frozen=True)
class _Rule:
    ports: Ports
    ranges: tuple[Range, ...] = ()
    groups: frozenset[str] = frozenset()
    anybody: bool = False
    """Whether nobody can say whom it means: a prefix list, or a value that is known after `up` only."""

    def admits(self, groups: frozenset[str], ranges: Sequence[Range]) -> bool:
        return (
            self.anybody
            or bool(self.groups & groups)
            or any(one.version == other.version and one.overlaps(other) for one in self.ranges for other in ranges)
        )


class SecurityGroups:
    """All security groups of a stack, and who is in them."""

    def __init__(self, resources: Sequence[Resource], subnets: Mapping[str, tuple[Range, ...]]) -> None:
        self._subnets = subnets
        groups = of_type(resources, "aws:ec2/securityGroup:SecurityGroup")
        self._urns = {name: one.urn for one in groups for name in (one.urn, one.text("id")) if name}
        self._rules: dict[tuple[str, str], list[_Rule]] = {}
        for one in groups:
            for direction in ("ingress", "egress"):
                written = cast("list[Json]", one.values.get(direction) or [])
                self._rules[one.urn, direction] = [self._inline(rule, one.urn) for rule in written]
        clusters = of_type(resources, _CLUSTER)
        for cluster in clusters:
            self._urns[cluster.urn] = cluster.urn
            self._rules[cluster.urn, "ingress"] = [_Rule(ports.EVERY, groups=frozenset({cluster.urn}))]
            self._rules[cluster.urn, "egress"] = [_Rule(ports.EVERY, anybody=True)]
        for owner, direction, rule in self._separate(resources):
            self._rules.setdefault((owner, direction), []).append(rule)
        templates = of_type(resources, "aws:ec2/launchTemplate:LaunchTemplate")
        self._nodes = frozenset(cluster.urn for cluster in clusters).union(
            *(self._named(one, "vpcSecurityGroupIds") for one in templates)
        )
        self._pods: dict[str, frozenset[str]] = {}
        for one in of_type(resources, "kubernetes:vpcresources.k8s.aws/v1beta1:SecurityGroupPolicy"):
            # Whom it selects is the tenant's to choose: its pods may be in these groups as well as in the nodes'.
            namespace = str(cast("Json", one.values["metadata"]).get("namespace"))
            self._pods[namespace] = self._pods.get(namespace, self._nodes) | self._of_pods(one)
        endpoints = [
            self._named(one, "securityGroupIds") for one in of_type(resources, "aws:ec2/vpcEndpoint:VpcEndpoint")
        ]
        self._endpoints = frozenset[str]().union(*endpoints)

    def between(self, source: Side, target: Side) -> tuple[Ports, str]:
        """Ports that the groups of both sides leave open, and that in words; a side without known groups is open."""
        if any(isinstance(side, Addresses) and _lie_in(side.ranges, _LINK_LOCAL) for side in (source, target)):
            return ports.EVERY, ""  # the node itself answers there
        sent = self._open(source, target, "egress")
        received = self._open(target, source, "ingress")
        return sent & received, f"security groups let {sent} out and {received} in"

    def _open(self, side: Side, other: Side, direction: str) -> Ports:
        mine = self._groups(side)
        if not mine or any((one, direction) not in self._rules for one in mine):
            return ports.EVERY
        theirs, ranges = self._groups(other), self._ranges(other)
        rules = (rule for one in mine for rule in self._rules[one, direction])
        return Ports.union(rule.ports for rule in rules if rule.admits(theirs, ranges))

    def _groups(self, side: Side) -> frozenset[str]:
        if isinstance(side, Pod):
            return self._pods.get(side.namespace.name, self._nodes)
        if _lie_in(side.ranges, self._subnets.get("private", ())):
            return self._nodes
        return self._endpoints if _lie_in(side.ranges, self._subnets.get("endpoint", ())) else frozenset()

    def _ranges(self, side: Side) -> Sequence[Range]:
        if isinstance(side, Addresses):
            return side.ranges
        return self._subnets.get("pod") or self._subnets.get("private", ())

    def _named(self, resource: Resource, key: str) -> frozenset[str]:
        """URNs of the groups that a property names; what is not of this stack keeps its own name and no rules."""
        made = frozenset(self._urns[urn] for urn in resource.sources.get(key, ()) if urn in self._urns)
        return made or frozenset(
            self._urns.get(name, name) for name in map(str, listed(resource.values.get(key) or []))
        )

    def _of_pods(self, policy: Resource) -> frozenset[str]:
        made = frozenset(self._urns[urn] for urn in policy.sources.get("spec", ()) if urn in self._urns)
        groups = cast("Json", cast("Json", policy.values["spec"]).get("securityGroups") or {})
        named = map(str, cast("list[object]", groups.get("groupIds") or []))
        return made or frozenset(self._urns.get(name, name) for name in named)

    def _separate(self, resources: Sequence[Resource]) -> Iterator[tuple[str, str, _Rule]]:
        for direction in ("Ingress", "Egress"):
            kind = f"SecurityGroup{direction}Rule"
            for one in of_type(resources, f"aws:vpc/{_camel(kind)}:{kind}"):
                groups = self._named(one, "referencedSecurityGroupId")
                ranges = [one.values.get(key) for key in ("cidrIpv4", "cidrIpv6")]
                rule = _rule(one.values, str(one.values.get("ipProtocol")), ranges, groups)
                for owner in self._named(one, "securityGroupId"):
                    yield owner, direction.lower(), rule
        for one in of_type(resources, "aws:ec2/securityGroupRule:SecurityGroupRule"):
            for owner in self._named(one, "securityGroupId"):
                yield (
                    owner,
                    str(one.values.get("type")),
                    self._inline(one.values, owner, self._named(one, "sourceSecurityGroupId")),
                )

    def _inline(self, rule: Json, owner: str, groups: frozenset[str] = frozenset()) -> _Rule:
        named = frozenset(self._urns.get(name, name) for name in map(str, rule.get("securityGroups") or []))
        itself = frozenset({owner}) if rule.get("self") else frozenset[str]()
        ranges = [one for key in ("cidrBlocks", "ipv6CidrBlocks") for one in listed(rule.get(key) or [])]
        return _rule(rule, str(rule.get("protocol")), ranges, groups | named | itself)


def _rule(written: Json, protocol: str, ranges: Iterable[object], groups: frozenset[str]) -> _Rule:
    known = [one for one in ranges if one is not None]
    return _Rule(
        _ports(protocol, written.get("fromPort"), written.get("toPort")),
        tuple(ip_network(str(one), strict=False) for one in known if one != UNKNOWN),
        groups,
        anybody=UNKNOWN in known or bool(written.get("prefixListId") or written.get("prefixListIds")),
    )


def _ports(protocol: str, first: object, last: object) -> Ports:
    name = _PROTOCOLS.get(protocol, protocol.upper())
    if name in {"-1", "ALL"}:
        return ports.EVERY
    if name not in ports.PROTOCOLS:
        return ports.NONE  # ICMP and others carry no ports
    if not isinstance(first, int | float) or not isinstance(last, int | float):
        return Ports.of(name, 1, ports.LAST)
    return Ports.of(name, max(1, int(first)), min(ports.LAST, int(last)))


def _camel(name: str) -> str:
    return name[0].lower() + name[1:]


def _lie_in(ranges: Sequence[Range], others: Sequence[Range]) -> bool:
    return bool(ranges) and all(
        any(one.version == other.version and one.subnet_of(other) for other in others)  # pyright: ignore[reportArgumentType]
        for one in ranges
    )
