"""Namespaces of the platform's controllers."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, ResourceOptions

from components.pod_security import labels


class ControllerNamespacesArgs(TypedDict):
    """What ControllerNamespaces are made from."""

    namespaces: Sequence[str]
    """Names of the namespaces."""
    kubernetes_version: str
    """Minor version whose Pod Security rules hold."""


class ControllerNamespaces(ComponentResource):
    """Namespaces in which pods get no privileges (Pod Security level baseline)."""

    namespaces: Sequence[str]
    """Names of the namespaces."""

    def __init__(self, name: str, args: ControllerNamespacesArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:ControllerNamespaces", name, None, opts)
        for namespace in args["namespaces"]:
            kubernetes.core.v1.Namespace(
                f"{name}-{namespace}",
                metadata={"name": namespace, "labels": labels("baseline", args["kubernetes_version"])},
                opts=ResourceOptions(parent=self),
            )
        self.namespaces = list(args["namespaces"])
        self.register_outputs({"namespaces": self.namespaces})
