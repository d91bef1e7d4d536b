"""Cluster network policies of the Admin tier: they decide before network policies do.

Source: network-policy-api of Kubernetes SIG Network, ClusterNetworkPolicy, which Amazon EKS follows; read 2026-11-21.
Rules of smaller priority come first, and the first that matches decides: Deny and Accept for good, Pass leaves it to
network policies. The Baseline tier decides where no network policy isolates a pod; it is not read, so what only that
tier closes is shown as open.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from operator import itemgetter
from typing import Any, cast

from reachability import ports
from reachability.ports import Ports
from reachability.selectors import NAME_LABEL
from reachability.truth import Truth

Json = Mapping[str, Any]
TYPES = (
    "kubernetes:networking.k8s.aws/v1alpha1:ClusterNetworkPolicy",
    "kubernetes:policy.networking.k8s.io/v1alpha2:ClusterNetworkPolicy",
)


@dataclass(frozen=True)
class Rule:
    """One rule for the pods of some namespaces."""

    action: str
    subject: Json
    peers: tuple[Json, ...]
    ports: Ports
    """What it speaks of; every port, where it names none."""
    name: str


@dataclass(frozen=True)
class Verdict:
    """What the tier says about one pod and one other side."""

    passed: Ports
    """What network policies decide."""
    accepted: Sequence[tuple[Ports, str]]
    denied_by: Sequence[str]


class AdminTier:
    """The rules of the Admin tier in the order in which they are asked, by direction."""

    def __init__(self, manifests: Iterable[Json]) -> None:
        self._rules: dict[tuple[str, str | None], list[tuple[int, Rule]]] = {}
        """By direction and namespace, None for all namespaces; each with its place in the order."""
        tier = [one for one in sorted(manifests, key=_priority) if _spec(one).get("tier") == "Admin"]
        found = (one for manifest in tier for one in _rules(manifest))
        for order, (direction, rule) in enumerate(found):
            for name in _names(rule.subject):
                self._rules.setdefault((direction, name), []).append((order, rule))

    def rules(self, direction: str, namespace: str) -> list[Rule]:
        """Rules that may be about pods of a namespace."""
        both = (self._rules.get((direction, name), ()) for name in (namespace, None))
        return [rule for _, rule in merge(*both, key=itemgetter(0))]

    def decide(self, direction: str, namespace: str, applies: Callable[[Rule], Truth]) -> Verdict:
        """The first rule that surely applies decides; one that may apply opens, but does not close."""
        left, passed = ports.EVERY, ports.NONE
        accepted: list[tuple[Ports, str]] = []
        denied_by: list[str] = []
        for rule in self.rules(direction, namespace):
            spoken = rule.ports & left
            applied = applies(rule) if spoken else False
            if applied is False or (rule.action == "Deny" and not applied):
                continue
            if rule.action == "Deny":
                denied_by.append(rule.name)
            elif rule.action == "Accept":
                accepted.append((spoken, rule.name))
            else:
                passed = Ports.union([passed, spoken])
            left = left - spoken if applied else left
        return Verdict(Ports.union([passed, left]), accepted, denied_by)


def _spec(manifest: Json) -> Json:
    return cast("Json", manifest.get("spec") or {})


def _priority(manifest: Json) -> float:
    return float(_spec(manifest).get("priority") or 0)


def _rules(manifest: Json) -> Iterator[tuple[str, Rule]]:
    name, spec = str(cast("Json", manifest["metadata"])["name"]), _spec(manifest)
    for direction, side in (("Ingress", "from"), ("Egress", "to")):
        for number, rule in enumerate(cast("list[Json]", spec.get(direction.lower()) or []), 1):
            action = str(rule.get("action"))
            yield (
                direction,
                Rule(
                    action,
                    cast("Json", spec.get("subject") or {}),
                    tuple(cast("list[Json]", rule.get(side) or [])),
                    _ports(cast("list[Json]", rule.get("ports") or []), surely=action == "Deny"),
                    f"cluster policy {name} {direction.lower()} rule {number}",
                ),
            )


def _names(subject: Json) -> Sequence[str | None]:
    """Names of the namespaces that a subject is limited to; None where it may be about any."""
    selector = cast(
        "Json", subject.get("namespaces") or cast("Json", subject.get("pods") or {}).get("namespaceSelector") or {}
    )
    labels = cast("Mapping[str, str]", selector.get("matchLabels") or {})
    if NAME_LABEL in labels:
        return [labels[NAME_LABEL]]
    for one in cast("list[Json]", selector.get("matchExpressions") or []):
        if one.get("key") == NAME_LABEL and one.get("operator") == "In":
            return list(map(str, one.get("values") or []))
    return [None]


def _ports(written: Sequence[Json], *, surely: bool) -> Ports:
    if not written:
        return ports.EVERY
    return Ports.union(_port(one, surely=surely) for one in written)


def _port(written: Json, *, surely: bool) -> Ports:
    if number := cast("Json | None", written.get("portNumber")):
        return Ports.of(str(number.get("protocol") or "TCP"), int(number["port"]))
    if range_ := cast("Json | None", written.get("portRange")):
        return Ports.of(str(range_.get("protocol") or "TCP"), int(range_["start"]), int(range_["end"]))
    # Nobody can say which port a name means: a denial is not relied upon, anything else may mean all.
    return ports.NONE if surely else ports.EVERY
