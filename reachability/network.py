"""Network policies: which ports of whom a pod can reach.

Source: "Network Policies", Kubernetes documentation; NetworkPolicy of networking.k8s.io/v1; read 2026-11-21.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, cast

from reachability import ports
from reachability.cluster_policies import AdminTier, Rule, Verdict
from reachability.ports import Ports
from reachability.selectors import NAME_LABEL, Labels, Selector
from reachability.truth import Truth, both, some

Json = Mapping[str, Any]
Range = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Namespace:
    """A namespace and its labels; the one with its name is Kubernetes' own and cannot be changed."""

    name: str
    labels: Labels

    @property
    def all_labels(self) -> Labels:
        """Its labels, and the one that Kubernetes gives it."""
        return {**self.labels, NAME_LABEL: self.name}


@dataclass(frozen=True)
class Pod:
    """Pods that have the same labels; without labels any pod that somebody may start in the namespace."""

    namespace: Namespace
    labels: Labels | None = None
    named_ports: Mapping[str, tuple[str, int]] | None = None
    """Protocol and number by name; None where nobody knows them."""


@dataclass(frozen=True)
class Addresses:
    """Something outside the cluster, or a node; reached when one of its addresses is."""

    ranges: tuple[Range, ...]


Side = Pod | Addresses


@dataclass(frozen=True)
class Grant:
    """Ports that one rule opens."""

    ports: Ports
    because: str


@dataclass(frozen=True)
class _Rule:
    peers: tuple[Json, ...]
    """Empty: everybody."""
    ports: tuple[Json, ...]
    """Empty: every port."""
    name: str


@dataclass(frozen=True)
class Policy:
    """One NetworkPolicy."""

    namespace: str
    name: str
    pods: Selector
    types: frozenset[str]
    ingress: tuple[_Rule, ...]
    egress: tuple[_Rule, ...]

    @staticmethod
    def read(manifest: Json) -> "Policy":
        """From its manifest."""
        metadata, spec = cast("Json", manifest["metadata"]), cast("Json", manifest.get("spec") or {})
        egress = cast("list[Json]", spec.get("egress") or [])
        # Kubernetes infers absent types: always ingress, and egress where there are rules for it.
        types = spec.get("policyTypes") or (["Ingress", "Egress"] if egress else ["Ingress"])
        namespace, name = str(metadata.get("namespace") or "default"), str(metadata["name"])
        label = f"{namespace}/{name}"
        return Policy(
            namespace,
            name,
            Selector.read(spec.get("podSelector") or {}),
            frozenset(types),
            _rules(cast("list[Json]", spec.get("ingress") or []), "from", f"{label} ingress rule"),
            _rules(egress, "to", f"{label} egress rule"),
        )


def _rules(written: Sequence[Json], side: str, label: str) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(tuple(rule.get(side) or ()), tuple(rule.get("ports") or ()), f"{label} {number}")
        for number, rule in enumerate(written, 1)
    )


class NetworkPolicies:
    """All network policies of a cluster."""

    def __init__(self, policies: Iterable[Policy], pod_ranges: Sequence[Range], tier: AdminTier | None = None) -> None:
        self._tier = tier or AdminTier(())
        self._policies: dict[str, list[Policy]] = {}
        for policy in policies:
            self._policies.setdefault(policy.namespace, []).append(policy)
        self._pod_ranges = pod_ranges

    def between(self, source: Side, target: Side) -> tuple[Ports, list[str]]:
        """Ports of the target that the source reaches, and the rules that open them, or what closes them."""
        (out, unsent), (in_, unreceived) = (
            self._decide(source, target, "Egress"),
            self._decide(target, source, "Ingress"),
        )
        sent, received = (Ports.union(grant.ports for grant in grants) for grants in (out, in_))
        reached = sent & received
        if reached:
            return reached, [one.because for one in (*out, *in_) if one.because and one.ports & reached]
        closed = [*(() if sent else unsent), *(() if received else unreceived)]
        return reached, closed or [f"only {sent} may leave and only {received} may enter"]

    def candidates(self, pod: Pod, namespaces: Mapping[str, Namespace]) -> Iterator[str]:
        """Names of the namespaces that rules for one pod may lead to; most pods lead to few of many."""
        mine = [each for each in self._policies.get(pod.namespace.name, ()) if "Egress" in each.types]
        accepts = any(rule.action == "Accept" for rule in self._tier.rules("Egress", pod.namespace.name))
        if accepts or not any(each.pods.selects(pod.labels) for each in mine):
            yield from namespaces
            return
        for peer in (
            peer for each in mine for rule in each.egress for peer in rule.peers or ({"namespaceSelector": {}},)
        ):
            block, selector = (cast("Json | None", peer.get(key)) for key in ("ipBlock", "namespaceSelector"))
            if block is not None:
                yield from namespaces if any(_reaches(block, each) for each in self._pod_ranges) else ()
            elif selector is None:
                yield pod.namespace.name
            elif name := (read := Selector.read(selector)).labels.get(NAME_LABEL):
                yield name
            else:
                yield from (name for name, one in namespaces.items() if read.selects(one.all_labels))

    def _decide(self, side: Side, other: Side, direction: str) -> tuple[list[Grant], list[str]]:
        """What is open on one side, and what closes it where nothing is."""
        if not isinstance(side, Pod):
            return [Grant(ports.EVERY, "")], []
        decided = self._tiered(side, other, direction)
        passed = [
            Grant(opened, grant.because)
            for grant in self._granted(side, other, direction)
            if (opened := grant.ports & decided.passed)
        ]
        closed = [f"{name} denies it" for name in decided.denied_by]
        return (
            [*(Grant(*one) for one in decided.accepted), *passed],
            closed or [f"no {direction.lower()} rule of {side.namespace.name} allows it"],
        )

    def _tiered(self, pod: Pod, other: Side, direction: str) -> Verdict:
        def applies(rule: Rule) -> Truth:
            peers = some(self._is_peer(peer, other, surely=rule.action == "Deny") for peer in rule.peers)
            return both(_is_subject(rule.subject, pod), peers)

        return self._tier.decide(direction, pod.namespace.name, applies)

    def _is_peer(self, peer: Json, other: Side, *, surely: bool) -> Truth:
        if isinstance(other, Pod):
            blocks = [{"cidr": one} for one in peer.get("networks") or ()]
            covered = not surely and any(_reaches(block, each) for block in blocks for each in self._pod_ranges)
            return covered or _is_subject(peer, other)
        blocks = [ip_network(str(one), strict=False) for one in peer.get("networks") or ()]
        meets = any(one.version == each.version and one.overlaps(each) for one in blocks for each in other.ranges)
        return meets and not (surely and list(remaining(other.ranges, blocks)))

    def _granted(self, pod: Pod, other: Side, direction: str) -> list[Grant]:
        """What network policies open; everything, where none isolates the pod."""
        mine = [
            (policy, selected)
            for policy in self._policies.get(pod.namespace.name, ())
            if direction in policy.types and (selected := policy.pods.selects(pod.labels)) is not False
        ]
        if not any(selected for _, selected in mine):
            return [Grant(ports.EVERY, f"no policy of {pod.namespace.name} isolates its pods ({direction.lower()})")]
        target = pod if direction == "Ingress" else other
        return [
            Grant(opened, rule.name)
            for policy, _ in mine
            for rule in (policy.ingress if direction == "Ingress" else policy.egress)
            if self._admits(rule, policy.namespace, other) is not False
            and (opened := _opened(rule, target if isinstance(target, Pod) else None))
        ]

    def _admits(self, rule: _Rule, namespace: str, other: Side) -> Truth:
        return not rule.peers or some(self._matches(peer, namespace, other) for peer in rule.peers)

    def _matches(self, peer: Json, namespace: str, other: Side) -> Truth:
        block = cast("Json | None", peer.get("ipBlock"))
        if block is not None:
            ranges = other.ranges if isinstance(other, Addresses) else self._pod_ranges
            return any(_reaches(block, each) for each in ranges)
        if isinstance(other, Addresses):
            return False
        pods = Selector.read(cast("Json", peer.get("podSelector") or {})).selects(other.labels)
        if peer.get("namespaceSelector") is None:
            return both(other.namespace.name == namespace, pods)
        return both(Selector.read(peer["namespaceSelector"]).selects(other.namespace.all_labels), pods)


def _is_subject(written: Json, pod: Pod) -> Truth:
    """Whether a subject or a peer of a cluster policy selects pods."""
    if "namespaces" in written:
        return Selector.read(cast("Json", written["namespaces"] or {})).selects(pod.namespace.all_labels)
    if "pods" not in written:
        return False
    chosen = cast("Json", written["pods"])
    spaces = Selector.read(cast("Json", chosen.get("namespaceSelector") or {})).selects(pod.namespace.all_labels)
    return both(spaces, Selector.read(cast("Json", chosen.get("podSelector") or {})).selects(pod.labels))


def _opened(rule: _Rule, target: Pod | None) -> Ports:
    if not rule.ports:
        return ports.EVERY
    return Ports.union(_port(one, target) for one in rule.ports)


def _port(written: Json, target: Pod | None) -> Ports:
    protocol, port = str(written.get("protocol") or "TCP"), written.get("port")
    if port is None:
        return Ports.of(protocol, 1, ports.LAST)
    if isinstance(port, str) and not port.isdecimal():
        if target is None:
            return ports.NONE  # addresses have no named ports
        if target.named_ports is None:
            return Ports.of(protocol, 1, ports.LAST)
        named = target.named_ports.get(port)
        return Ports.of(*named) if named and named[0] == protocol else ports.NONE
    end = written.get("endPort")
    return Ports.of(protocol, int(port), None if end is None else int(end))


def _reaches(block: Json, wanted: Range) -> bool:
    """Whether a block covers an address of a range."""
    cidr = ip_network(str(block["cidr"]), strict=False)
    if cidr.version != wanted.version or not cidr.overlaps(wanted):
        return False
    shared = cidr if cidr.prefixlen >= wanted.prefixlen else wanted
    return any(
        True for _ in remaining([shared], [ip_network(str(one), strict=False) for one in block.get("except") or ()])
    )


def remaining(ranges: Iterable[Range], without: Sequence[Range]) -> Iterator[Range]:
    """Ranges without others."""
    if not without:
        yield from ranges
        return
    first, *others = without
    for each in ranges:
        if each.version != first.version or not each.overlaps(first):
            yield from remaining([each], others)
        elif first.prefixlen > each.prefixlen:
            # The two are of one version; the types cannot say so.
            yield from remaining(cast("Any", each).address_exclude(first), others)
