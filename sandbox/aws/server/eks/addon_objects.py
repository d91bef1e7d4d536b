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
_DEFINITIONS = {"vpc-cni": (_ENI_CONFIG,)}


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
