"""Recording of one component with arguments that a test may change."""

from collections.abc import Callable
from typing import Any

import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
from pulumi import ProviderResource, ResourceOptions

from tests.recording import Recording, record


def record_component(make: Callable[[ResourceOptions], object], *, preview: bool = True) -> Recording:
    """Record what one component declares when it gets explicit providers."""

    def program() -> None:
        providers: list[ProviderResource] = [
            aws.Provider("aws", region="eu-west-1"),
            kubernetes.Provider("kubernetes", kubeconfig="{}"),
        ]
        make(ResourceOptions(providers=providers))

    return record(program, preview=preview)


def named(recording: Recording, kind: str) -> dict[str, Any]:
    """Properties of all resources whose type ends with this, by logical name."""
    return {r.name: r.props for r in recording.resources if r.type.split(":")[-1] == kind}
