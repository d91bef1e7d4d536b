"""The namespaces of tenants, and who may talk to whom."""

from collections.abc import Iterator

from policies.ec2.networks import is_anywhere
from policies.kubernetes.kinds import name_of, of_kind
from policies.properties import Properties
from policies.resources import Resource

_SECRET = ("confidential", "restricted")
_NAME_LABEL = "kubernetes.io/metadata.name"


def tenant_namespaces(resources: list[Resource]) -> list[Resource]:
    """Namespaces that carry a tenant's label."""
    namespaces = of_kind(resources, "core/Namespace")
    return [each for each in namespaces if has_tenant(each.properties.at("metadata", "labels"))]


def has_tenant(labels: Properties) -> bool:
    """Whether labels name a tenant, with or without a prefix."""
    return any(key.rpartition("/")[2] == "tenant" for key, _ in labels.items())


def tenant_of(labels: Properties) -> str:
    """The tenant that labels name."""
    return next((value.text() for key, value in labels.items() if key.rpartition("/")[2] == "tenant"), "")


def needs_own_nodes(labels: Properties) -> bool:
    """Whether labels of a namespace demand nodes of the tenant's own: by the class of its data, or by its runtime."""
    named = {key.rpartition("/")[2]: value.text() for key, value in labels.items()}
    return named.get("data-class") in _SECRET or named.get("runtime", "shared") != "shared"


def is_restricted(namespace: Properties) -> bool:
    """Whether a namespace is labelled with the highest class of data."""
    labels = namespace.at("metadata", "labels").items()
    return any(key.rpartition("/")[2] == "data-class" and value.text() == _SECRET[-1] for key, value in labels)


def policy_types(policy: Properties) -> list[str]:
    """The directions that a policy isolates its pods in; Kubernetes infers them when they are absent."""
    return policy.texts("policyTypes") or (["Ingress", "Egress"] if policy.each("egress") else ["Ingress"])


def is_isolated(policies: list[Properties], direction: str) -> bool:
    """Whether every pod of a namespace refuses what no rule allows."""
    return any(is_empty(policy.at("podSelector")) and direction in policy_types(policy) for policy in policies)


def is_empty(selector: Properties) -> bool:
    """Whether a selector selects everything."""
    return not selector.items("matchLabels") and not selector.each("matchExpressions")


def admits(policies: list[Properties], direction: str, other: Resource) -> bool:
    """Whether traffic from or to another namespace passes; pods and ports are taken as all of them."""
    return not is_isolated(policies, direction) or any(True for _ in _openings(policies, direction, other))


def consents(policies: list[Properties], direction: str, other: Resource) -> bool:
    """Whether what passes from or to another namespace was meant: each rule names it, and pods and ports in it."""
    return is_isolated(policies, direction) and all(
        peer is not None and rule.each("ports") and _is_named(peer, other)
        for rule, peer in _openings(policies, direction, other)
    )


def _openings(
    policies: list[Properties], direction: str, other: Resource
) -> Iterator[tuple[Properties, Properties | None]]:
    """Rules that match another namespace, each with the peer that does; without one, everybody matches."""
    rules, peers = ("ingress", "from") if direction == "Ingress" else ("egress", "to")
    for policy in policies:
        for rule in policy.each(rules) if direction in policy_types(policy) else ():
            if not rule.each(peers):
                yield rule, None
            yield from ((rule, peer) for peer in rule.each(peers) if _matches(peer, other))


def _is_named(peer: Properties, other: Resource) -> bool:
    if not peer.has("namespaceSelector") or is_empty(peer.at("podSelector")):
        return False
    selector = peer.at("namespaceSelector")
    named = {key: value.text() for key, value in selector.items("matchLabels")}
    return named.get(_NAME_LABEL) == name_of(other)


def _matches(peer: Properties, other: Resource) -> bool:
    if peer.has("ipBlock"):
        return is_anywhere(peer.text("ipBlock", "cidr"))
    if not peer.has("namespaceSelector"):
        return not peer.has("podSelector")  # a pod selector alone stays in its own namespace
    labels = {key: value.text() for key, value in other.properties.items("metadata", "labels")}
    return selects(peer.at("namespaceSelector"), {**labels, _NAME_LABEL: name_of(other)})


def selects(selector: Properties, labels: dict[str, str]) -> bool:
    """Whether a selector selects what has these labels."""
    return all(labels.get(key) == value.text() for key, value in selector.items("matchLabels")) and all(
        _holds(expression, labels) for expression in selector.each("matchExpressions")
    )


def _holds(expression: Properties, labels: dict[str, str]) -> bool:
    value = labels.get(expression.text("key"))
    match expression.text("operator"):
        case "In":
            return value in expression.texts("values")
        case "NotIn":
            return value not in expression.texts("values")
        case "Exists":
            return value is not None
        case _:  # DoesNotExist; the API server refuses any other
            return value is None
