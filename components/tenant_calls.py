"""Calls between a tenant, other tenants and the platform's services: who is meant, and how they are addressed."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from components.egress_proxy_pods import PORT
from components.model_endpoint import predictor_labels
from components.names import egress_namespace
from components.network_rules import POD_IDENTITY_AGENT, Pods

_CLUSTER = "svc.cluster.local"


class ServiceFlow(TypedDict):
    """The flow to one service of the platform."""

    service_name: str
    """Name of the service in the settings."""
    description: str
    """What it is, in a few words; becomes an annotation of the policy."""
    namespace: str
    """Namespace of its pods."""
    labels: Mapping[str, str]
    """Labels of its pods, by which its Kubernetes Service selects them, too."""
    ports: Sequence[int]
    """TCP ports of its pods and of its Service."""
    kubernetes_service: NotRequired[str]
    """Name of its Kubernetes Service. Default: the service's own name."""


def serving_pods(tenant: str) -> Pods:
    """The pods that serve a tenant's model.

    By the very label that KServe's Service selects them by: only then does the VPC CNI let callers through to the
    Service's address, which is what they dial, and translate its port (getMatchingServiceClusterIPs in
    pkg/resolvers/endpoints.go of aws/amazon-network-policy-controller-k8s, read 2026-11-21).
    """
    return Pods(tenant, predictor_labels(tenant))


def addresses(calls: Sequence[str], services: Sequence[ServiceFlow]) -> dict[str, str]:
    """Variables that tell a tenant's containers whom they may call, and where."""
    variables = {f"CALL_{_upper(tenant)}_URL": f"http://{tenant}-predictor.{tenant}.{_CLUSTER}" for tenant in calls}
    for service in services:
        name = service["service_name"]
        host = f"{service.get('kubernetes_service', name)}.{service['namespace']}.{_CLUSTER}"
        variables[f"SERVICE_{_upper(name)}_HOST"] = host
        variables[f"SERVICE_{_upper(name)}_PORT"] = str(service["ports"][0])
    return variables


def through_proxy(tenant: str, own_hosts: Sequence[str]) -> dict[str, str]:
    """Variables that lead clients to the tenant's egress proxy, except where they have a way of their own."""
    agent = POD_IDENTITY_AGENT.partition("/")[0]
    return {
        "HTTPS_PROXY": f"http://proxy.{egress_namespace(tenant)}.{_CLUSTER}:{PORT}",
        "NO_PROXY": ",".join(["localhost", "127.0.0.1", agent, ".svc", f".{_CLUSTER}", *own_hosts]),
    }


def _upper(name: str) -> str:
    return name.upper().replace("-", "_")
