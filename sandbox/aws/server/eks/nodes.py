"""Kubernetes Nodes of a node group: what a kubelet on an instance of that type would register. Pure functions."""

import ipaddress
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.aws.server.shapes import Shape, items, part

# Memory that the hypervisor and firmware keep from the guest: the share that Karpenter assumes too.
HYPERVISOR_MEMORY_SHARE = 0.075
# What the EKS AMI reserves for the kubelet: 255 MiB and 11 MiB for each pod; 100 MiB is the eviction threshold.
KUBELET_MEMORY_MIB, POD_MEMORY_MIB, EVICTION_MEMORY_MIB = 255, 11, 100
# CPU that the EKS AMI reserves, in thousandths of the first, second, third and fourth, and every further core.
RESERVED_CPU = (60, 10, 5, 5)
RESERVED_CPU_OF_FURTHER_CORES = 2.5
# EKS caps the pods of a managed node: 110 below 30 vCPUs, 250 from there on.
POD_LIMITS = ((30, 110), (math.inf, 250))
# AWS keeps the first four addresses and the last one of every subnet.
RESERVED_ADDRESSES = 4

ARCHITECTURES = {"x86_64": "amd64", "arm64": "arm64"}
EFFECTS = {"NO_SCHEDULE": "NoSchedule", "NO_EXECUTE": "NoExecute", "PREFER_NO_SCHEDULE": "PreferNoSchedule"}
GPU = "nvidia.com/gpu"
EFA = "vpc.amazonaws.com/efa"
PODS_PER_GPU_LABEL = "nvidia.com/gpu.replicas"
NODEGROUP_LABEL = "eks.amazonaws.com/nodegroup"


@dataclass(frozen=True)
class Place:
    """Where a node is to run."""

    address: str
    subnet: str
    zone: str
    zone_id: str


@dataclass(frozen=True)
class Instance:
    """What a node runs on: a shape of EC2's DescribeInstanceTypes and the node group's choices."""

    shape: Shape
    disk_gib: int
    gpu_driver: bool
    kubelet: str
    image: str
    template: Shape = field(default_factory=dict[str, Any])
    """Data of the node group's launch template."""


def spread(subnets: Sequence[Shape], taken: Iterable[str], count: int) -> list[Place]:
    """Find places for new nodes: the subnet with the fewest nodes first, the lowest free address in it."""
    used = set(taken)
    places: list[Place] = []
    for _ in range(count):
        subnet = min(subnets, key=lambda item: _nodes_in(item, used))
        network = ipaddress.ip_network(subnet["cidr"])
        free = (str(network[offset]) for offset in range(RESERVED_ADDRESSES, network.num_addresses - 1))
        address = next((address for address in free if address not in used), None)
        if address is None:
            message = f"subnet {subnet['id']} ({network}) has no free address"
            raise ValueError(message)
        used.add(address)
        places.append(Place(address, subnet["id"], subnet["zone"], subnet["zone_id"]))
    return places


def node_manifest(nodegroup: Shape, instance: Instance, place: Place, region: str) -> Shape:
    """Return what an instance of the group says about its Node; the rest is known when it runs."""
    capacity = shared_gpus(node_capacity(instance), nodegroup["labels"])
    return {
        "metadata": {"labels": node_labels(nodegroup, instance, place, region)},
        "spec": {"taints": node_taints(nodegroup)},
        "status": {
            "capacity": capacity,
            "allocatable": node_allocatable(capacity),
            "nodeInfo": {"architecture": _architecture(instance.shape), "kubeletVersion": instance.kubelet},
        },
    }


def joined(said: Shape, instance_id: str, zone: str, address: str, name: str) -> Shape:
    """Return the Node that a running instance registers, from what it was told to say about itself."""
    metadata, status = part(said, "metadata"), part(said, "status")
    # Only nodes with the first of these are played by kwok.
    annotations = {"kwok.x-k8s.io/node": "fake", "node.alpha.kubernetes.io/ttl": "0"}
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": name,
            "annotations": part(metadata, "annotations") | annotations,
            "labels": part(metadata, "labels") | {"kubernetes.io/hostname": name},
        },
        "spec": part(said, "spec") | {"providerID": f"aws:///{zone}/{instance_id}"},
        "status": {
            "capacity": part(status, "capacity"),
            "allocatable": part(status, "allocatable"),
            "addresses": [
                {"type": "InternalIP", "address": address},
                {"type": "InternalDNS", "address": name},
                {"type": "Hostname", "address": name},
            ],
            "nodeInfo": {
                "architecture": "",
                "operatingSystem": "linux",
                "kubeletVersion": "",
                "kubeProxyVersion": "",
                "containerRuntimeVersion": "containerd://2.1.5",
                "kernelVersion": "6.12.55-74.119.amzn2023",
                "osImage": "Amazon Linux 2023",
                "bootID": "",
                "machineID": instance_id,
                "systemUUID": instance_id,
                **part(status, "nodeInfo"),
            },
        },
    }


def node_labels(nodegroup: Shape, instance: Instance, place: Place, region: str) -> dict[str, str]:
    """Return the labels that EKS, the kubelet and the cloud provider put on a node."""
    instance_type = instance.shape["InstanceType"]
    labels = {
        NODEGROUP_LABEL: nodegroup["nodegroupName"],
        "eks.amazonaws.com/nodegroup-image": instance.image,
        "eks.amazonaws.com/capacityType": nodegroup["capacityType"],
        "node.kubernetes.io/instance-type": instance_type,
        "beta.kubernetes.io/instance-type": instance_type,
        "topology.kubernetes.io/region": region,
        "topology.kubernetes.io/zone": place.zone,
        "failure-domain.beta.kubernetes.io/region": region,
        "failure-domain.beta.kubernetes.io/zone": place.zone,
        "topology.k8s.aws/zone-id": place.zone_id,
        "kubernetes.io/arch": _architecture(instance.shape),
        "beta.kubernetes.io/arch": _architecture(instance.shape),
        "kubernetes.io/os": "linux",
        "beta.kubernetes.io/os": "linux",
        "k8s.io/cloud-provider-aws": "sandbox",
    }
    if template := nodegroup.get("launchTemplate"):
        labels["eks.amazonaws.com/sourceLaunchTemplateId"] = template["id"]
        labels["eks.amazonaws.com/sourceLaunchTemplateVersion"] = template["version"]
    return labels | nodegroup["labels"]


def node_taints(nodegroup: Shape) -> list[Shape]:
    """Return the group's taints in the words of Kubernetes."""
    return [
        {"key": taint["key"], "value": taint.get("value") or "", "effect": EFFECTS[taint["effect"]]}
        for taint in nodegroup["taints"]
    ]


def node_capacity(instance: Instance) -> dict[str, str]:
    """Return what the machine has; GPUs count only when the AMI brings their driver."""
    shape = instance.shape
    memory_mib = int(shape["MemoryInfo"]["SizeInMiB"] * (1 - HYPERVISOR_MEMORY_SHARE))
    capacity = {
        "cpu": str(shape["VCpuInfo"]["DefaultVCpus"]),
        "memory": f"{memory_mib}Mi",
        "pods": str(max_pods(shape)),
        "ephemeral-storage": f"{instance.disk_gib}Gi",
    }
    gpus = sum(gpu["Count"] for gpu in items(part(shape, "GpuInfo"), "Gpus") if gpu["Manufacturer"] == "NVIDIA")
    if gpus and instance.gpu_driver:
        capacity[GPU] = str(gpus)
    interfaces = items(instance.template, "NetworkInterfaces")
    if adapters := sum(one.get("InterfaceType") in {"efa", "efa-only"} for one in interfaces):
        capacity[EFA] = str(adapters)
    return capacity


def shared_gpus(capacity: dict[str, str], labels: Mapping[str, str]) -> dict[str, str]:
    """Return what the node offers once its device plugin has divided its GPUs."""
    if (gpus := capacity.get(GPU)) is None:
        return capacity
    return capacity | {GPU: str(int(gpus) * int(labels.get(PODS_PER_GPU_LABEL, 1)))}


def node_allocatable(capacity: dict[str, str]) -> dict[str, str]:
    """Return what is left for pods."""
    cores, memory_mib, pods = int(capacity["cpu"]), int(capacity["memory"][:-2]), int(capacity["pods"])
    reserved_cpu = sum(RESERVED_CPU[:cores]) + max(0, cores - len(RESERVED_CPU)) * RESERVED_CPU_OF_FURTHER_CORES
    reserved_memory = KUBELET_MEMORY_MIB + POD_MEMORY_MIB * pods + EVICTION_MEMORY_MIB
    # The kubelet evicts at 10 % free disk and reserves 1 GiB.
    disk_gib = int(int(capacity["ephemeral-storage"][:-2]) * 0.9) - 1
    return capacity | {
        "cpu": f"{math.floor(cores * 1000 - reserved_cpu)}m",
        "memory": f"{memory_mib - reserved_memory}Mi",
        "ephemeral-storage": f"{disk_gib}Gi",
    }


def max_pods(shape: Shape) -> int:
    """Return how many pods fit by the addresses of the instance's network interfaces, at most what EKS allows."""
    network = shape["NetworkInfo"]
    by_addresses = network["MaximumNetworkInterfaces"] * (network["Ipv4AddressesPerInterface"] - 1) + 2
    limit = next(limit for cores, limit in POD_LIMITS if shape["VCpuInfo"]["DefaultVCpus"] < cores)
    return min(by_addresses, limit)


def _architecture(shape: Shape) -> str:
    return next(
        ARCHITECTURES[name] for name in shape["ProcessorInfo"]["SupportedArchitectures"] if name in ARCHITECTURES
    )


def _nodes_in(subnet: Shape, addresses: set[str]) -> int:
    network = ipaddress.ip_network(subnet["cidr"])
    return sum(ipaddress.ip_address(address) in network for address in addresses)
