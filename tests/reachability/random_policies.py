"""Random clusters: namespaces, pods and network policies, with everything that the API allows."""

from collections.abc import Sequence
from random import Random
from typing import Any

Manifest = dict[str, Any]
NAMESPACES = ("a", "b", "c")
LABELS = (("app", ("web", "db")), ("tier", ("front", "back")))
CONTAINER_PORTS = ({"name": "http", "containerPort": 80}, {"name": "dns", "containerPort": 53, "protocol": "UDP"})
OPERATORS = ("In", "NotIn", "Exists", "DoesNotExist")
CIDRS = ("0.0.0.0/0", "8.0.0.0/8", "8.8.0.0/16", "8.8.8.8/32", "93.184.0.0/16")
EXCEPTIONS = ("8.8.0.0/16", "8.8.8.0/24", "8.8.8.8/32")


def cluster(random: Random) -> list[Manifest]:
    """A small cluster."""
    manifests: list[Manifest] = []
    for name in NAMESPACES:
        labels = {"kubernetes.io/metadata.name": name, **_labels(random)}
        manifests.append({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}})
        for number in range(2):
            ports = random.sample(CONTAINER_PORTS, random.randint(0, 2))
            manifests.append(
                {
                    "apiVersion": "v1",
                    "kind": "Pod",
                    "metadata": {"name": f"{name}{number}", "namespace": name, "labels": _labels(random)},
                    "spec": {"containers": [{"name": "main", "image": "image", "ports": ports}]},
                }
            )
    return manifests + [_policy(random, number) for number in range(random.randint(1, 5))]


def _labels(random: Random) -> dict[str, str]:
    return {key: random.choice(values) for key, values in LABELS if random.random() < 0.7}


def _selector(random: Random, operators: Sequence[str] = OPERATORS) -> Manifest:
    chosen: Manifest = {}
    if random.random() < 0.4:
        key, values = random.choice(LABELS)
        chosen["matchLabels"] = {key: random.choice(values)}
    if random.random() < 0.3:
        key, values = random.choice(LABELS)
        operator = random.choice(operators)
        expression: Manifest = {"key": key, "operator": operator}
        if operator in {"In", "NotIn"}:
            expression["values"] = random.sample(values, random.randint(1, 2))
        chosen["matchExpressions"] = [expression]
    return chosen


def _peer(random: Random) -> Manifest:
    kind = random.randint(0, 3)
    if kind == 0:
        cidr = random.choice(CIDRS)
        within = [one for one in EXCEPTIONS if cidr in {"0.0.0.0/0", "8.0.0.0/8"}]
        return {"ipBlock": {"cidr": cidr, **({"except": [random.choice(within)]} if within else {})}}
    peer: Manifest = {}
    if kind in {1, 3}:
        peer["namespaceSelector"] = _selector(random)
    if kind in {2, 3}:
        # The analyzer looks for a key alone in the policy's own namespace, also where other namespaces are selected.
        peer["podSelector"] = _selector(random, ("In", "NotIn"))
    return peer


def _port(random: Random) -> Manifest:
    protocol = random.choice(["TCP", "UDP"])
    match random.randint(0, 3):
        case 0:
            return {"protocol": protocol}
        case 1:
            return {"port": random.choice([53, 80, 443])}
        case 2:
            first = random.choice([79, 80, 400])
            return {"protocol": protocol, "port": first, "endPort": first + random.randint(0, 100)}
        case _:
            return {"protocol": "TCP", "port": "http"}


def _rule(random: Random, peers: str) -> Manifest:
    rule: Manifest = {}
    if random.random() < 0.9:
        rule[peers] = [_peer(random) for _ in range(random.randint(1, 3))]
    if random.random() < 0.7:
        rule["ports"] = [_port(random) for _ in range(random.randint(1, 3))]
    return rule


def _policy(random: Random, number: int) -> Manifest:
    spec: Manifest = {"podSelector": _selector(random)}
    if random.random() < 0.8:
        spec["policyTypes"] = random.choice([["Ingress"], ["Egress"], ["Ingress", "Egress"]])
    types = spec.get("policyTypes", ["Ingress"])
    for direction, rules, peers in (("Ingress", "ingress", "from"), ("Egress", "egress", "to")):
        if direction in types and random.random() < 0.9:
            spec[rules] = [_rule(random, peers) for _ in range(random.randint(0, 2))]
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": f"policy-{number}", "namespace": random.choice(NAMESPACES)},
        "spec": spec,
    }
