"""Which public charts the sandbox can render, and where their files are.

Vendors' chart registries cannot be assumed; the Go modules of the same projects carry the same charts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sandbox.provider.values import Properties


@dataclass(frozen=True)
class Chart:
    """One public chart."""

    references: tuple[str, ...]
    """What a program calls it: OCI reference, or repository URL and name."""
    version: str
    module: str
    module_version: str
    directory: str
    """Folder of the chart in the module."""
    values: Properties = field(default_factory=Properties)
    """Defaults that the publisher stamps on the chart when releasing it."""
    placeholders: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the publisher fills into `values.tmpl.yaml`."""
    without: tuple[str, ...] = ()
    """Files left out: webhooks in hooks, which Helm keeps away from post-renderers."""

    @property
    def name(self) -> str:
        """Name of the chart."""
        return self.references[0].rsplit("/", 1)[-1]


_KARPENTER: Final = "oci://public.ecr.aws/karpenter"
_KSERVE: Final = "oci://ghcr.io/kserve/charts"


def _karpenter(name: str, values: Properties) -> Chart:
    module = "github.com/aws/karpenter-provider-aws"
    return Chart((f"{_KARPENTER}/{name}",), "1.14.1", module, "v1.14.1", f"charts/{name}", values)


def _kserve(name: str) -> Chart:
    return Chart((f"{_KSERVE}/{name}",), "v0.20.0", "github.com/kserve/kserve", "v0.20.0", f"charts/{name}")


def _envoy_gateway(name: str, *without: str) -> Chart:
    return Chart(
        (f"oci://docker.io/envoyproxy/{name}",),
        "v1.9.1",
        "github.com/envoyproxy/gateway",
        "v1.9.1",
        f"charts/{name}",
        placeholders={
            "GatewayImage": "docker.io/envoyproxy/gateway:v1.9.1",
            "GatewayImagePullPolicy": "IfNotPresent",
        },
        without=without,
    )


CHARTS: Final = (
    _karpenter("karpenter", {"controller": {"image": {"tag": "1.14.1", "digest": ""}}}),
    _karpenter("karpenter-crd", {}),
    _kserve("kserve-crd"),
    _kserve("kserve-llmisvc-crd"),
    _kserve("kserve-llmisvc-resources"),
    _kserve("kserve-resources"),
    _kserve("kserve-runtime-configs"),
    _envoy_gateway("gateway-helm", "templates/envoy-proxy-topology-injector-webhook.yaml"),
    _envoy_gateway("gateway-crds-helm"),
    Chart(
        ("oci://quay.io/jetstack/charts/cert-manager", "https://charts.jetstack.io/cert-manager"),
        "v1.21.2",
        "github.com/cert-manager/cert-manager",
        "v1.21.2",
        "deploy/charts/cert-manager",
    ),
    Chart(
        ("https://aws.github.io/eks-charts/aws-load-balancer-controller",),
        "3.2.2",
        "github.com/kubernetes-sigs/aws-load-balancer-controller",
        "v0.0.0-20260423195125-93ff3b5fdaad",  # no version of it is tagged as Go demands
        "helm/aws-load-balancer-controller",
    ),
    Chart(
        ("oci://registry.k8s.io/kueue/charts/kueue",),
        "0.15.0",
        "sigs.k8s.io/kueue",
        "v0.15.0",
        "charts/kueue",
        values={"controllerManager": {"manager": {"image": {"tag": "v0.15.0"}}}},
    ),
    Chart(
        ("https://nvidia.github.io/k8s-device-plugin/nvidia-device-plugin",),
        "0.19.0",
        "github.com/NVIDIA/k8s-device-plugin",
        "v0.19.0",
        "deployments/helm/nvidia-device-plugin",
    ),
)


def reference(chart: str, repository: str = "") -> str:
    """How the table spells a chart: `<repository>/<chart>`."""
    return f"{repository.rstrip('/')}/{chart}" if repository else chart.rstrip("/")


def find(name: str) -> Chart | None:
    """The chart of a reference, or None if the sandbox cannot have it."""
    return next((chart for chart in CHARTS if name in chart.references), None)
