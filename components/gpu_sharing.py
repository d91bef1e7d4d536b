"""How pods share a GPU: configurations of NVIDIA's device plugin and labels of the nodes, as pure functions."""

import json
from typing import NotRequired, TypedDict

WHOLE = "whole"
MIG = "mig"
CONFIG_LABEL = "nvidia.com/device-plugin.config"


class GpuSharing(TypedDict):
    """How the GPUs of a pool are given to pods."""

    strategy: str
    """`whole`: a pod has its GPU for itself; `time-slicing`: pods take turns, and nothing keeps one from using up the
    memory of all; `mps`: they run at once, each with its part of the memory; `mig`: the hardware divides the GPU, and
    each has a part with memory and faults of its own."""
    pods_per_gpu: int
    """Pods that share one GPU; each asks for one `nvidia.com/gpu` and gets a part."""
    mig_profile: NotRequired[str]
    """Parts that `mig` makes, for example `1g.5gb`; then `pods_per_gpu` is how many of them a GPU has."""


def whole_gpus() -> GpuSharing:
    """One pod, one GPU."""
    return {"strategy": WHOLE, "pods_per_gpu": 1}


def plugin_config(sharing: GpuSharing) -> str:
    """The device plugin's configuration; JSON is YAML too."""
    resources = [{"name": "nvidia.com/gpu", "replicas": sharing["pods_per_gpu"]}]
    parts: dict[str, dict[str, object]] = {
        "whole": {},
        # All GPUs of a node are divided alike, so that a part is what a GPU is elsewhere: `nvidia.com/gpu`.
        "mig": {"flags": {"migStrategy": "single"}},
        # A pod that asks for two parts would get no more time than one that asks for one.
        "time-slicing": {"sharing": {"timeSlicing": {"failRequestsGreaterThanOne": True, "resources": resources}}},
        "mps": {"sharing": {"mps": {"resources": resources}}},
    }
    return json.dumps({"version": "v1", **parts[sharing["strategy"]]})


def node_labels(pool_name: str, sharing: GpuSharing) -> dict[str, str]:
    """Labels by which the plugin finds its configuration and people see what they get; none for whole GPUs."""
    if sharing["strategy"] == WHOLE:
        return {}
    labels = {
        CONFIG_LABEL: pool_name,
        "nvidia.com/gpu.sharing-strategy": sharing["strategy"],
        "nvidia.com/gpu.replicas": str(sharing["pods_per_gpu"]),
    }
    if "mig_profile" in sharing:
        labels |= {
            "nvidia.com/mig.capable": "true",
            "nvidia.com/mig.config": f"all-{sharing['mig_profile']}",
            "nvidia.com/mig.strategy": "single",
        }
    # The MPS control daemon runs on nodes with this label.
    return {**labels, "nvidia.com/mps.capable": "true"} if sharing["strategy"] == "mps" else labels
