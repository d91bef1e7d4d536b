"""What runs on every GPU node: NVIDIA's device plugin, which offers the GPUs to pods, and the DCGM exporter."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, ResourceOptions

from components import gpu_sharing, network_rules, pool_placement, versions
from components.gpu_sharing import GpuSharing
from components.network_rules import Port

NAMESPACE = "kube-system"
"""Both need the host's device files and sockets, which Pod Security forbids in the other namespaces."""
METRICS = Port(9400)


class GpuAgentsArgs(TypedDict):
    """What GpuAgents are made from."""

    sharing: Mapping[str, GpuSharing]
    """How the GPUs of each pool are shared, by the pool's name."""
    metrics: NotRequired[bool]
    """Whether the DCGM exporter answers on port 9400. Default: True."""
    metrics_namespace: NotRequired[str]
    """Namespace whose pods may ask it, for example Prometheus'. Default: nobody may."""
    efa_instance_types: NotRequired[Sequence[str]]
    """Instance types of pools whose nodes talk by EFA; its device plugin runs there. Default: none."""


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
            self._close(args.get("metrics_namespace"))
        if types := args.get("efa_instance_types"):
            labels = {"keys": ["node.kubernetes.io/instance-type"], "values": sorted(types)}
            self._release(
                "efa-plugin",
                versions.EFA_PLUGIN,
                {"tolerations": tolerations, "supportedInstanceLabels": labels, "nodeSelector": pool_placement.EFA},
            )
        self.register_outputs({})

    def _close(self, readers: str | None) -> None:
        exporter = {"app.kubernetes.io/name": "dcgm-exporter"}
        ingress = [network_rules.from_namespace(readers, METRICS)] if readers else []
        kubernetes.networking.v1.NetworkPolicy(
            f"{self._name}-metrics",
            metadata={"name": "gpu-metrics", "namespace": NAMESPACE},
            spec=network_rules.policy_spec(ingress=ingress, labels=exporter),
            opts=ResourceOptions(parent=self),
        )

    def _release(self, role: str, chart: versions.Chart, values: Mapping[str, object]) -> None:
        kubernetes.helm.v3.Release(
            f"{self._name}-{role}",
            name=role if chart is versions.EFA_PLUGIN else f"nvidia-{role}",
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
