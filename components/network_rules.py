"""Kubernetes NetworkPolicy rules as pure functions: who may talk to whom, in plain view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pulumi_kubernetes.networking.v1 import (
    NetworkPolicyEgressRuleArgsDict,
    NetworkPolicyIngressRuleArgsDict,
    NetworkPolicyPeerArgsDict,
    NetworkPolicyPortArgsDict,
    NetworkPolicySpecArgsDict,
)

Ingress = NetworkPolicyIngressRuleArgsDict
Egress = NetworkPolicyEgressRuleArgsDict

POD_IDENTITY_AGENT = "169.254.170.23/32"
"""Link-local address of the EKS Pod Identity agent; the metadata service next to it stays closed."""

TENANT_LABEL = "mlplatform.io/tenant"
"""Label of every tenant's namespace; its value is the tenant's name."""


@dataclass(frozen=True)
class Pods:
    """The pods with these labels in one namespace: both must hold."""

    namespace: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Port:
    """One port of one protocol."""

    number: int
    protocol: str = "TCP"


DNS = Pods("kube-system", {"k8s-app": "kube-dns"})
DNS_PORTS = (Port(53, "UDP"), Port(53, "TCP"))


def policy_spec(
    *, ingress: Sequence[Ingress] = (), egress: Sequence[Egress] = (), labels: Mapping[str, str] | None = None
) -> NetworkPolicySpecArgsDict:
    """A policy for the pods with these labels (all, without); what no rule allows is denied in both directions."""
    return {
        "pod_selector": {"match_labels": labels} if labels else {},
        "policy_types": ["Ingress", "Egress"],
        "ingress": list(ingress),
        "egress": list(egress),
    }


def _ports(ports: Sequence[Port]) -> list[NetworkPolicyPortArgsDict]:
    return [{"protocol": port.protocol, "port": port.number} for port in ports]


def _peer(pods: Pods) -> NetworkPolicyPeerArgsDict:
    # One peer with both selectors: two list items would mean "or" and open the whole namespace.
    return {
        "namespace_selector": {"match_labels": {"kubernetes.io/metadata.name": pods.namespace}},
        "pod_selector": {"match_labels": pods.labels},
    }


def _blocks(cidrs: Sequence[str]) -> list[NetworkPolicyPeerArgsDict]:
    return [{"ip_block": {"cidr": cidr}} for cidr in cidrs]


def from_pods(pods: Pods, *ports: Port) -> Ingress:
    """Ingress from pods to these ports."""
    return {"from_": [_peer(pods)], "ports": _ports(ports)}


def from_namespace(name: str, *ports: Port) -> Ingress:
    """Ingress from any pod of one namespace to these ports."""
    return {
        "from_": [{"namespace_selector": {"match_labels": {"kubernetes.io/metadata.name": name}}}],
        "ports": _ports(ports),
    }


def from_cluster(*ports: Port) -> Ingress:
    """Ingress from any pod of the cluster to these ports."""
    return {"from_": [{"namespace_selector": {}}], "ports": _ports(ports)}


def from_addresses(cidrs: Sequence[str], *ports: Port) -> Ingress:
    """Ingress from address ranges to these ports."""
    return {"from_": _blocks(cidrs), "ports": _ports(ports)}


def to_tenants(*ports: Port) -> Egress:
    """Egress to these ports of the pods of every tenant."""
    tenants: NetworkPolicyPeerArgsDict = {
        "namespace_selector": {"match_expressions": [{"key": TENANT_LABEL, "operator": "Exists"}]}
    }
    return {"to": [tenants], "ports": _ports(ports)}


def to_pods(pods: Pods, *ports: Port) -> Egress:
    """Egress to these ports of pods."""
    return {"to": [_peer(pods)], "ports": _ports(ports)}


def to_addresses(cidrs: Sequence[str], *ports: Port) -> Egress:
    """Egress to these ports of address ranges."""
    return {"to": _blocks(cidrs), "ports": _ports(ports)}


def to_dns() -> Egress:
    """Egress to the cluster's DNS and no other pod of kube-system."""
    return to_pods(DNS, *DNS_PORTS)


def to_pod_identity_agent() -> Egress:
    """Egress to the agent that hands out the pod's AWS credentials."""
    return to_addresses([POD_IDENTITY_AGENT], Port(80))
