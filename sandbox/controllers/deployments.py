"""The Deployments that controllers stand for, as the API server shows them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.controllers.controller import Controller

Object = Mapping[str, Any]


@dataclass(frozen=True)
class Container:
    """A controller's container in a Deployment of the cluster."""

    uid: str
    namespace: str
    service_account: str
    environment: Mapping[str, str]
    """The variables whose values are known without a pod."""


def find(controller: Controller, deployments: Iterable[Object]) -> Container | None:
    """The controller's container, if a Deployment that is not on its way out asks for at least one pod with it."""
    for deployment in deployments:
        metadata, spec = deployment["metadata"], deployment["spec"]
        if metadata.get("deletionTimestamp") or spec.get("replicas", 1) == 0:
            continue
        pod = spec["template"]["spec"]
        for container in pod["containers"]:
            if image_name(container["image"]) == controller.image:
                namespace, account = metadata["namespace"], pod.get("serviceAccountName") or "default"
                known = {"metadata.namespace": namespace, "spec.serviceAccountName": account}
                return Container(metadata["uid"], namespace, account, dict(_variables(container, known)))
    return None


def image_name(image: str) -> str:
    """An image without its tag and digest."""
    name = image.partition("@")[0]
    return name.rpartition(":")[0] if ":" in name.rpartition("/")[2] else name


def _variables(container: Object, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    variables: list[Object] = container.get("env") or []
    for variable in variables:
        source: Object = variable.get("valueFrom") or {}
        field: Object = source.get("fieldRef") or {}
        if "value" in variable:
            yield variable["name"], variable["value"]
        elif field.get("fieldPath") in known:
            yield variable["name"], known[field["fieldPath"]]
