"""Nodes of a node group, as pure functions."""

from typing import Any

import pytest

from sandbox.aws.server.eks.nodes import Instance, Place, joined, node_allocatable, node_capacity, node_manifest, spread

G6: dict[str, Any] = {
    "InstanceType": "g6.2xlarge",
    "VCpuInfo": {"DefaultVCpus": 8},
    "MemoryInfo": {"SizeInMiB": 32768},
    "GpuInfo": {"Gpus": [{"Name": "L4", "Manufacturer": "NVIDIA", "Count": 1}]},
    "NetworkInfo": {"MaximumNetworkInterfaces": 4, "Ipv4AddressesPerInterface": 15},
    "ProcessorInfo": {"SupportedArchitectures": ["x86_64"]},
}
NODEGROUP: dict[str, Any] = {
    "nodegroupName": "gpu",
    "capacityType": "SPOT",
    "labels": {"pool": "l4"},
    "taints": [{"key": "nvidia.com/gpu", "value": "true", "effect": "NO_SCHEDULE"}],
    "launchTemplate": {"id": "lt-1", "name": "gpu", "version": "3"},
}
PLACE = Place("10.0.1.17", "subnet-b", "eu-west-1b", "euw1-az1")
SUBNETS = [
    {"id": f"subnet-{zone}", "zone": f"eu-west-1{zone}", "zone_id": f"euw1-az{index}", "cidr": f"10.0.{index}.0/28"}
    for index, zone in enumerate("ab")
]


def _instance(*, gpu_driver: bool = True) -> Instance:
    return Instance(G6, disk_gib=100, gpu_driver=gpu_driver, kubelet="v1.36.2", image="ami-1")


def test_a_node_has_what_its_instance_type_has() -> None:
    capacity = node_capacity(_instance())
    assert capacity == {
        "cpu": "8",
        "memory": "30310Mi",
        "pods": "58",
        "ephemeral-storage": "100Gi",
        "nvidia.com/gpu": "1",
    }


def test_a_shared_gpu_counts_once_for_each_pod_that_it_takes() -> None:
    nodegroup = {**NODEGROUP, "labels": {"nvidia.com/gpu.replicas": "4"}}
    status = node_manifest(nodegroup, _instance(), PLACE, "eu-west-1")["status"]
    assert status["capacity"]["nvidia.com/gpu"] == status["allocatable"]["nvidia.com/gpu"] == "4"


def test_a_gpu_without_its_driver_does_not_count() -> None:
    assert "nvidia.com/gpu" not in node_capacity(_instance(gpu_driver=False))


def test_pods_get_what_the_kubelet_leaves() -> None:
    allocatable = node_allocatable(node_capacity(_instance()))
    # 255 MiB + 11 MiB for each of 58 pods + 100 MiB; 60 + 10 + 5 + 5 + 4 times 2.5 thousandths of a core.
    assert (allocatable["memory"], allocatable["cpu"]) == ("29317Mi", "7910m")


def test_a_node_carries_the_labels_and_taints_of_its_group() -> None:
    said = node_manifest(NODEGROUP, _instance(), PLACE, "eu-west-1")
    node = joined(said, "i-0abc", PLACE.zone, PLACE.address, "ip-10-0-1-17.eu-west-1.compute.internal")
    labels = node["metadata"]["labels"]
    assert node["metadata"]["name"] == "ip-10-0-1-17.eu-west-1.compute.internal"
    assert node["spec"]["providerID"] == "aws:///eu-west-1b/i-0abc"
    assert node["spec"]["taints"] == [{"key": "nvidia.com/gpu", "value": "true", "effect": "NoSchedule"}]
    assert {
        "pool": "l4",
        "eks.amazonaws.com/nodegroup": "gpu",
        "eks.amazonaws.com/capacityType": "SPOT",
        "eks.amazonaws.com/sourceLaunchTemplateVersion": "3",
        "node.kubernetes.io/instance-type": "g6.2xlarge",
        "topology.kubernetes.io/zone": "eu-west-1b",
        "kubernetes.io/arch": "amd64",
    }.items() <= labels.items()


def test_nodes_are_spread_over_the_zones() -> None:
    places = spread(SUBNETS, [], 3)
    assert [place.zone for place in places] == ["eu-west-1a", "eu-west-1b", "eu-west-1a"]


def test_a_new_node_takes_the_lowest_free_address_of_the_emptiest_subnet() -> None:
    (place,) = spread(SUBNETS, ["10.0.0.4", "10.0.1.4", "10.0.1.5"], 1)
    assert (place.subnet, place.address) == ("subnet-a", "10.0.0.5")


def test_a_full_subnet_is_said_to_be_full() -> None:
    every = [f"10.0.{third}.{fourth}" for third in (0, 1) for fourth in range(4, 15)]
    with pytest.raises(ValueError, match="no free address"):
        spread(SUBNETS, every, 1)
