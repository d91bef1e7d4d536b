"""What runs on every GPU node: NVIDIA's device plugin, which offers the GPUs to pods, and the DCGM exporter."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, ResourceOptions

from components import gpu_sharing, pool_placement, versions
from components.gpu_sharing import GpuSharing

NAMESPACE = "kube-system"
"""Both need the host's device files and sockets, which Pod Security forbids in the other namespaces."""


class GpuAgentsArgs(TypedDict):
    """What GpuAgents are made from."""

    sharing: Mapping[str, GpuSharing]
    """How the GPUs of each pool are shared, by the pool's name."""
    metrics: NotRequired[bool]
    """Whether the DCGM exporter answers Prometheus on port 9400 of each GPU node. Default: True."""


class GpuAgents(ComponentResource):
    """The device plugin, without which a node of EKS's NVIDIA image has no GPUs to give, and GPU metrics."""

    def __init__(self, name: str, args: GpuAgentsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:GpuAgents", name, None, opts)
        self._name = name
        shared = {pool: one for pool, one in args["sharing"].items() if one["strategy"] != gpu_sharing.WHOLE}
        # A cluster without shared GPUs needs neither configurations nor the right to read nodes.
        config = {"map": _configs(shared), "default": gpu_sharing.WHOLE} if shared else {}
        tolerations = pool_placement.agent_tolerations()
        self._release("device-plugin", versions.DEVICE_PLUGIN, {"tolerations": tolerations, "config": config})
        if args.get("metrics", True):
            self._release(
                "dcgm-exporter",
                versions.DCGM_EXPORTER,
                {
                    "nodeSelector": {pool_placement.PRESENT: "true"},
                    "tolerations": tolerations,
                    "serviceMonitor": {"enabled": False},  # its definition comes with the Prometheus operator
                },
            )
        self.register_outputs({})

    def _release(self, role: str, chart: versions.Chart, values: Mapping[str, object]) -> None:
        kubernetes.helm.v3.Release(
            f"{self._name}-{role}",
            name=f"nvidia-{role}",
            namespace=NAMESPACE,
            chart=chart.reference,
            version=chart.version,
            repository_opts={"repo": chart.repository},
            values=values,
            opts=ResourceOptions(parent=self),
        )


def _configs(sharing: Mapping[str, GpuSharing]) -> dict[str, str]:
    named = {pool: gpu_sharing.plugin_config(one) for pool, one in sharing.items()}
    return {gpu_sharing.WHOLE: gpu_sharing.plugin_config(gpu_sharing.whole_gpus()), **named}
