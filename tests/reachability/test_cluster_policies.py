"""Cluster network policies: what they close whatever network policies open, and what they leave to them."""

from ipaddress import ip_network
from typing import Any

import pytest

from reachability import ports
from reachability.cluster_policies import AdminTier
from reachability.network import Addresses, Namespace, NetworkPolicies, Pod, Policy
from reachability.ports import Ports

A, B, OTHER = Namespace("a", {"tenant": "a"}), Namespace("b", {"tenant": "b"}), Namespace("other", {})
PODS = ip_network("100.64.0.0/16")
TENANTS = {"namespaces": {"matchExpressions": [{"key": "tenant", "operator": "Exists"}]}}
METADATA = Addresses((ip_network("169.254.169.254/32"),))


def named(name: str) -> dict[str, Any]:
    key = "kubernetes.io/metadata.name"
    return {"namespaces": {"matchExpressions": [{"key": key, "operator": "In", "values": [name]}]}}


def cluster_policy(
    action: str, *peers: Any, priority: int = 10, subject: Any = TENANTS, direction: str = "egress", **rule: Any
) -> dict[str, Any]:
    side = "to" if direction == "egress" else "from"
    spec = {
        "tier": "Admin",
        "priority": priority,
        "subject": subject,
        direction: [{"action": action, side: peers, **rule}],
    }
    return {"metadata": {"name": f"{action.lower()}-{priority}"}, "spec": spec}


def reached(source: Any, target: Any, *manifests: Any, policies: tuple[Policy, ...] = ()) -> Ports:
    return NetworkPolicies(policies, [PODS], AdminTier(manifests)).between(source, target)[0]


def closed(namespace: str) -> Policy:
    spec: dict[str, Any] = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    return Policy.read({"metadata": {"name": "deny", "namespace": namespace}, "spec": spec})


def test_a_denial_closes_what_nobody_isolates() -> None:
    assert not reached(Pod(A), Pod(B), cluster_policy("Deny", TENANTS))
    assert reached(Pod(A), Pod(OTHER), cluster_policy("Deny", TENANTS)) == ports.EVERY
    assert reached(Pod(OTHER), Pod(B), cluster_policy("Deny", TENANTS)) == ports.EVERY


def test_a_denial_of_ingress_holds_for_the_target() -> None:
    assert not reached(Pod(A), Pod(B), cluster_policy("Deny", TENANTS, direction="ingress"))
    assert reached(Pod(OTHER), Pod(B), cluster_policy("Deny", TENANTS, direction="ingress")) == ports.EVERY


def test_the_smaller_priority_decides() -> None:
    denied = cluster_policy("Deny", TENANTS, priority=1000)
    passed = cluster_policy("Pass", named("b"), subject=named("a"), priority=100)
    assert reached(Pod(A), Pod(B), denied, passed) == ports.EVERY
    assert not reached(Pod(B), Pod(A), denied, passed)
    later = cluster_policy("Pass", named("b"), subject=named("a"), priority=2000)
    assert not reached(Pod(A), Pod(B), denied, later)


def test_what_is_passed_is_for_network_policies_to_decide() -> None:
    passed = cluster_policy("Pass", TENANTS)
    assert not reached(Pod(A), Pod(B), passed, policies=(closed("a"),))


def test_what_is_accepted_network_policies_cannot_close() -> None:
    accepted = cluster_policy("Accept", TENANTS, ports=[{"portNumber": {"port": 80, "protocol": "TCP"}}])
    assert reached(Pod(A), Pod(B), accepted, policies=(closed("a"),)) == Ports.of("TCP", 80)
    spaces = {space.name: space for space in (A, B, OTHER)}
    policies = NetworkPolicies([closed("a")], [PODS], AdminTier([accepted]))
    assert "b" in set(policies.candidates(Pod(A), spaces))


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ({"portNumber": {"port": 80}}, Ports.of("TCP", 80)),
        ({"portRange": {"start": 1, "end": 65535, "protocol": "TCP"}}, Ports.of("TCP", 1, 65535)),
        ({"namedPort": "http"}, ports.NONE),
    ],
)
def test_a_denial_holds_for_the_ports_that_it_surely_means(written: Any, left: Ports) -> None:
    assert reached(Pod(A), Pod(B), cluster_policy("Deny", TENANTS, ports=[written])) == ports.EVERY - left


def test_a_denial_of_addresses_must_cover_all_of_them() -> None:
    assert not reached(Pod(A), METADATA, cluster_policy("Deny", {"networks": ["169.254.169.254/32"]}))
    wide = Addresses((ip_network("169.254.0.0/16"),))
    assert reached(Pod(A), wide, cluster_policy("Deny", {"networks": ["169.254.169.254/32"]})) == ports.EVERY


def test_labels_that_a_tenant_chooses_do_not_make_a_denial_sure() -> None:
    some = {"pods": {"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "web"}}}}
    assert reached(Pod(A), Pod(B), cluster_policy("Deny", some)) == ports.EVERY
    assert not reached(Pod(A), Pod(B, {"app": "web"}), cluster_policy("Deny", some))


def test_other_tiers_are_not_read() -> None:
    manifest = cluster_policy("Deny", TENANTS)
    manifest["spec"]["tier"] = "Baseline"
    assert reached(Pod(A), Pod(B), manifest) == ports.EVERY


def test_what_denies_is_named() -> None:
    policies = NetworkPolicies([], [PODS], AdminTier([cluster_policy("Deny", TENANTS)]))
    assert policies.between(Pod(A), Pod(B))[1] == ["cluster policy deny-10 egress rule 1 denies it"]
