"""What add-ons bring into a cluster that programs build on: the definitions of their custom resources."""

from http import HTTPStatus

from tenacity import Retrying, retry_if_result, stop_after_delay, wait_fixed

from sandbox.aws.server.kubernetes_api import ApiServerRefusedError, KubernetesApi
from sandbox.aws.server.shapes import Shape, items, part

_COLLECTION = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
_DEADLINE_SECONDS = 10

# As in the chart of amazon-vpc-cni-k8s: any content is accepted, the CNI reads `subnet` and `securityGroups`.
_ENI_CONFIG: Shape = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "eniconfigs.crd.k8s.amazonaws.com"},
    "spec": {
        "group": "crd.k8s.amazonaws.com",
        "scope": "Cluster",
        "names": {"kind": "ENIConfig", "plural": "eniconfigs", "singular": "eniconfig"},
        "versions": [
            {
                "name": "v1alpha1",
                "served": True,
                "storage": True,
                "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}},
            }
        ],
    },
}
_SELECTOR: Shape = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
_PODS: Shape = {"type": "object", "properties": {"namespaceSelector": _SELECTOR, "podSelector": _SELECTOR}}
_NETWORKS: Shape = {"type": "array", "minItems": 1, "maxItems": 25, "items": {"type": "string", "maxLength": 43}}


def _one_of(**fields: Shape) -> Shape:
    return {"type": "object", "minProperties": 1, "maxProperties": 1, "properties": fields}


def _rules(side: str, peer: Shape) -> Shape:
    properties: Shape = {
        "name": {"type": "string", "maxLength": 100},
        "action": {"type": "string", "enum": ["Accept", "Deny", "Pass"]},
        "ports": {"type": "array", "minItems": 1, "maxItems": 100, "items": _SELECTOR},
        side: {"type": "array", "minItems": 1, "maxItems": 25, "items": peer},
    }
    rule: Shape = {"type": "object", "required": ["action", side], "properties": properties}
    return {"type": "array", "maxItems": 25, "items": rule}


# As in pkg/crd/crds.yaml of aws/amazon-network-policy-controller-k8s, 2026-11; label selectors and ports are not
# looked into. EKS 1.29 and VPC CNI 1.21.1 enforce it ("Limit Pod traffic with Kubernetes network policies", EKS user
# guide, read 2026-11); nothing here enforces network policies.
_CLUSTER_NETWORK_POLICY: Shape = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "clusternetworkpolicies.networking.k8s.aws"},
    "spec": {
        "group": "networking.k8s.aws",
        "scope": "Cluster",
        "names": {
            "kind": "ClusterNetworkPolicy",
            "listKind": "ClusterNetworkPolicyList",
            "plural": "clusternetworkpolicies",
            "singular": "clusternetworkpolicy",
            "shortNames": ["cnp"],
        },
        "versions": [
            {
                "name": "v1alpha1",
                "served": True,
                "storage": True,
                "subresources": {"status": {}},
                "schema": {
                    "openAPIV3Schema": {
                        "type": "object",
                        "properties": {
                            "spec": {
                                "type": "object",
                                "required": ["priority", "subject", "tier"],
                                "properties": {
                                    "tier": {"type": "string", "enum": ["Admin", "Baseline"]},
                                    "priority": {"type": "integer", "format": "int32", "minimum": 0, "maximum": 1000},
                                    "subject": _one_of(namespaces=_SELECTOR, pods=_PODS),
                                    "ingress": _rules("from", _one_of(namespaces=_SELECTOR, pods=_PODS)),
                                    "egress": _rules(
                                        "to", _one_of(namespaces=_SELECTOR, pods=_PODS, networks=_NETWORKS)
                                    ),
                                },
                            },
                            "status": _SELECTOR,
                        },
                    }
                },
            }
        ],
    },
}
_DEFINITIONS = {"vpc-cni": (_ENI_CONFIG, _CLUSTER_NETWORK_POLICY)}


def install(api: KubernetesApi, addon: str) -> None:
    """Define the add-on's custom resources, as far as programs use them."""
    for definition in _DEFINITIONS.get(addon, ()):
        try:
            api.create(_COLLECTION, definition)
        except ApiServerRefusedError as error:
            if error.status != HTTPStatus.CONFLICT:
                raise
        established = Retrying(
            retry=retry_if_result(lambda is_so: not is_so),
            stop=stop_after_delay(_DEADLINE_SECONDS),
            wait=wait_fixed(0.05),
        )
        established(_is_established, api, definition["metadata"]["name"])


def remove(api: KubernetesApi, addon: str) -> None:
    """Take them away with all objects of their kinds."""
    for definition in _DEFINITIONS.get(addon, ()):
        api.delete(f"{_COLLECTION}/{definition['metadata']['name']}")


def _is_established(api: KubernetesApi, name: str) -> bool:
    status = part(api.get(f"{_COLLECTION}/{name}"), "status")
    return any(one["type"] == "Established" and one["status"] == "True" for one in items(status, "conditions"))
