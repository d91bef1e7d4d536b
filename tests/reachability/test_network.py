"""What the analyzer of the agreement test cannot tell: pods that anybody may start, and blocks that cover pods."""

from ipaddress import ip_network
from typing import Any

import pytest

from reachability import ports
from reachability.network import Addresses, Namespace, NetworkPolicies, Pod, Policy
from reachability.ports import Ports

A, B = Namespace("a", {"team": "one"}), Namespace("b", {})
PODS = ip_network("100.64.0.0/16")
INTERNET = Addresses((ip_network("0.0.0.0/0"),))


def policy(namespace: str = "a", /, **spec: Any) -> Policy:
    name = f"{namespace}-{len(spec)}"
    return Policy.read({"metadata": {"name": name, "namespace": namespace}, "spec": {"podSelector": {}, **spec}})


def closed(namespace: str) -> Policy:
    return policy(namespace, policyTypes=["Ingress", "Egress"])


def reached(source: Pod, target: Any, *policies: Policy) -> Ports:
    return NetworkPolicies(policies, [PODS]).between(source, target)[0]


def test_without_policies_everybody_reaches_everybody() -> None:
    assert reached(Pod(A), Pod(B)) == ports.EVERY


def test_a_default_deny_closes_both_directions_for_any_pod() -> None:
    assert not reached(Pod(A), Pod(B), closed("a"))
    assert not reached(Pod(B), Pod(A), closed("a"))


def test_a_policy_for_some_pods_does_not_isolate_a_pod_whose_owner_chooses_its_labels() -> None:
    some = policy(podSelector={"matchLabels": {"app": "web"}}, policyTypes=["Egress"])
    assert reached(Pod(A), Pod(B), some) == ports.EVERY
    assert not reached(Pod(A, {"app": "web"}), Pod(B), some)


def test_a_rule_for_labels_opens_to_any_pod_that_may_carry_them() -> None:
    rule = {"to": [{"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "db"}}}], "ports": [{"port": 5432}]}
    opened = policy(policyTypes=["Egress"], egress=[rule])
    assert reached(Pod(A), Pod(B), opened) == Ports.of("TCP", 5432)
    assert not reached(Pod(A), Pod(B, {"app": "web"}), opened)


@pytest.mark.parametrize(("operator", "labels"), [("Exists", {"app": "x"}), ("DoesNotExist", {})])
def test_a_key_alone_is_looked_for_in_the_selected_namespaces(operator: str, labels: dict[str, str]) -> None:
    peer = {"namespaceSelector": {}, "podSelector": {"matchExpressions": [{"key": "app", "operator": operator}]}}
    opened = policy(policyTypes=["Egress"], egress=[{"to": [peer]}])
    other = {} if labels else {"app": "x"}
    assert reached(Pod(A, {}), Pod(B, labels), opened) == ports.EVERY
    assert not reached(Pod(A, {}), Pod(B, other), opened)


def test_a_pod_selector_alone_stays_in_its_own_namespace() -> None:
    opened = policy(policyTypes=["Egress"], egress=[{"to": [{"podSelector": {}}]}])
    assert reached(Pod(A), Pod(A, {}), opened) == ports.EVERY
    assert not reached(Pod(A), Pod(B), opened)


def test_the_name_of_a_namespace_cannot_be_borrowed() -> None:
    liar = Namespace("b", {"kubernetes.io/metadata.name": "a"})
    peer = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "a"}}}
    opened = policy(policyTypes=["Ingress"], ingress=[{"from": [peer]}])
    assert not reached(Pod(liar), Pod(A), opened)


@pytest.mark.parametrize("cidr", ["0.0.0.0/0", "100.64.0.0/10", "100.64.7.0/24", "100.64.0.1/32"])
def test_a_block_that_covers_addresses_of_pods_reaches_pods(cidr: str) -> None:
    opened = policy(policyTypes=["Egress"], egress=[{"to": [{"ipBlock": {"cidr": cidr}}], "ports": [{"port": 443}]}])
    assert reached(Pod(A), Pod(B), opened) == Ports.of("TCP", 443)


@pytest.mark.parametrize("exceptions", [["100.64.0.0/16"], ["100.64.0.0/17", "100.64.128.0/17"]])
def test_exceptions_that_cover_all_pods_close_them(exceptions: list[str]) -> None:
    block = {"cidr": "100.64.0.0/10", "except": exceptions}
    opened = policy(policyTypes=["Egress"], egress=[{"to": [{"ipBlock": block}]}])
    assert not reached(Pod(A), Pod(B), opened)
    assert reached(Pod(A), Addresses((ip_network("100.65.0.1"),)), opened) == ports.EVERY


def test_an_exception_for_some_pods_leaves_the_others_open() -> None:
    block = {"cidr": "0.0.0.0/0", "except": ["100.64.0.0/17"]}
    opened = policy(policyTypes=["Egress"], egress=[{"to": [{"ipBlock": block}]}])
    assert reached(Pod(A), Pod(B), opened) == ports.EVERY


def test_what_opens_or_closes_a_way_is_named() -> None:
    rule = {"to": [{"ipBlock": {"cidr": "8.8.8.8/32"}}], "ports": [{"port": 53, "protocol": "UDP"}]}
    policies = NetworkPolicies([closed("a"), policy(policyTypes=["Egress"], egress=[rule])], [PODS])
    assert policies.between(Pod(A), INTERNET) == (Ports.of("UDP", 53), ["a/a-2 egress rule 1"])
    assert policies.between(Pod(A), Pod(B)) == (ports.NONE, ["no egress rule of a allows it"])


def test_absent_types_mean_ingress_and_egress_only_where_there_are_rules() -> None:
    assert reached(Pod(A), Pod(B), policy()) == ports.EVERY
    assert not reached(Pod(B), Pod(A), policy())
    assert not reached(Pod(A), Pod(B), policy(egress=[{"to": [{"podSelector": {}}]}]))


def test_sets_of_ports_join_and_meet() -> None:
    web = Ports.union([Ports.of("TCP", 80), Ports.of("TCP", 81, 90), Ports.of("UDP", 53)])
    assert str(web) == "TCP 80-90, UDP 53"
    assert ("TCP", 85) in web
    assert ("UDP", 85) not in web
    assert web & Ports.of("TCP", 85, 100) == Ports.of("TCP", 85, 90)
    assert not web & Ports.of("SCTP", 85)
    assert str(ports.EVERY) == "all ports"
