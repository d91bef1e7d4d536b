"""GPU agents: every pool's nodes offer their GPUs, each as its pool says."""

import json
from typing import Any

import pytest

from components.gpu_agents import GpuAgents, GpuAgentsArgs
from components.gpu_sharing import GpuSharing
from components.pool_placement import taints
from tests.components.support import named, record_component

WHOLE: GpuSharing = {"strategy": "whole", "pods_per_gpu": 1}


def releases(args: GpuAgentsArgs) -> dict[str, Any]:
    return named(record_component(lambda opts: GpuAgents("agents", args, opts)), "Release")


def test_without_shared_gpus_the_plugin_needs_no_configuration() -> None:
    assert releases({"sharing": {"gpu": WHOLE}})["agents-device-plugin"]["values"]["config"] == {}


def test_each_shared_pool_has_its_configuration_and_the_others_keep_whole_gpus() -> None:
    sharing: dict[str, GpuSharing] = {
        "gpu": WHOLE,
        "sliced": {"strategy": "time-slicing", "pods_per_gpu": 4},
        "mps": {"strategy": "mps", "pods_per_gpu": 2},
        "mig": {"strategy": "mig", "pods_per_gpu": 7, "mig_profile": "1g.10gb"},
    }
    config = releases({"sharing": sharing})["agents-device-plugin"]["values"]["config"]
    assert config["default"] == "whole"
    told = {name: json.loads(text) for name, text in config["map"].items()}
    assert told["whole"] == {"version": "v1"}
    assert told["sliced"]["sharing"]["timeSlicing"] == {
        "failRequestsGreaterThanOne": True,
        "resources": [{"name": "nvidia.com/gpu", "replicas": 4}],
    }
    assert told["mig"] == {"version": "v1", "flags": {"migStrategy": "single"}}
    assert told["mps"]["sharing"] == {"mps": {"resources": [{"name": "nvidia.com/gpu", "replicas": 2}]}}


def test_agents_run_on_the_nodes_of_every_pool_and_on_no_others() -> None:
    found = releases({"sharing": {"gpu": WHOLE}})
    for release in found.values():
        tolerated = {each["key"] for each in release["values"]["tolerations"]}
        assert tolerated == {taint["key"] for taint in taints("gpu", "iris")}
    assert found["agents-dcgm-exporter"]["values"]["nodeSelector"] == {"nvidia.com/gpu.present": "true"}


@pytest.mark.parametrize("readers", [None, "monitoring"])
def test_only_the_namespace_that_is_named_reads_the_metrics(readers: str | None) -> None:
    args: GpuAgentsArgs = {"sharing": {"gpu": WHOLE}}
    if readers:
        args["metrics_namespace"] = readers
    found = named(record_component(lambda opts: GpuAgents("agents", args, opts)), "NetworkPolicy")
    spec = found["agents-metrics"]["spec"]
    assert spec["podSelector"]["matchLabels"] == {"app.kubernetes.io/name": "dcgm-exporter"}
    assert spec["policyTypes"] == ["Ingress", "Egress"]
    assert spec["egress"] == []
    peer = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": readers}}}
    expected = [{"from": [peer], "ports": [{"protocol": "TCP", "port": 9400}]}] if readers else []
    assert spec["ingress"] == expected


def test_metrics_can_be_left_out() -> None:
    assert list(releases({"sharing": {"gpu": WHOLE}, "metrics": False})) == ["agents-device-plugin"]
