"""What a node of an instance type has, for those who start nodes without a node group."""

import json
import re
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.request import Request
from werkzeug import Response

from sandbox.aws.server.eks import images, versions
from sandbox.aws.server.eks.nodes import ARCHITECTURES, Instance, node_allocatable, node_capacity
from sandbox.aws.server.emulation import Emulation
from sandbox.aws.server.moto_server import backend
from sandbox.aws.server.shapes import Shape, items, part

# The volume that Karpenter gives a node whose class does not say otherwise.
DISK_GIB = 20
DISCOVERY_TAG = "karpenter.sh/discovery"
SCHEME = re.compile(r"(?P<category>[a-z]+)(-[0-9]+tb)?(?P<generation>[0-9]+)")


def describe(request: Request, emulation: Emulation) -> Response:
    """Answer for `?region=…&type=…&type=…`: zones for nodes, image, capacity types, capacity, labels."""
    region = request.args["region"]
    ec2 = backend("ec2", DEFAULT_ACCOUNT_ID, region)
    try:
        shapes: list[Shape] = ec2.describe_instance_types(request.args.getlist("type"))
    except ServiceException as error:
        return Response(str(error), status=404)
    cluster = emulation.eks.cluster
    version = cluster.data["version"] if cluster else versions.DEFAULT
    described = [
        _describe(shape, region) | {"zones": _zones(ec2), "image": images.image_id(_ami_type(shape), version)}
        for shape in shapes
    ]
    return Response(json.dumps(described), content_type="application/json")


def _zones(ec2: Any) -> list[str]:  # noqa: ANN401 moto's own type
    # Nodes start in the subnets that carry Karpenter's tag. Which zone really has which type, moto does not know:
    # its list is older than the current GPU instances.
    subnets = ec2.describe_subnets(filters={"tag-key": [DISCOVERY_TAG]})
    return sorted({subnet.availability_zone for subnet in subnets}) or [
        zone.name for zone in ec2.describe_availability_zones()
    ]


def _describe(shape: Shape, region: str) -> Shape:
    capacity = node_capacity(Instance(shape, DISK_GIB, gpu_driver=True, kubelet="", image=""))
    return {
        "name": shape["InstanceType"],
        "capacityTypes": [kind for kind in shape["SupportedUsageClasses"] if kind in {"spot", "on-demand"}],
        "capacity": capacity,
        "allocatable": node_allocatable(capacity),
        "labels": labels(shape) | {"topology.kubernetes.io/region": region},
    }


def _ami_type(shape: Shape) -> str:
    if "arm64" in shape["ProcessorInfo"]["SupportedArchitectures"]:
        return "AL2023_ARM_64_NVIDIA" if part(shape, "GpuInfo") else "AL2023_ARM_64_STANDARD"
    return "AL2023_x86_64_NVIDIA" if part(shape, "GpuInfo") else "AL2023_x86_64_STANDARD"


def labels(shape: Shape) -> dict[str, str]:
    """What Karpenter says about the hardware of a node."""
    name: str = shape["InstanceType"]
    family, _, size = name.partition(".")
    hardware = {
        "family": family,
        "size": size,
        "cpu": str(shape["VCpuInfo"]["DefaultVCpus"]),
        "cpu-manufacturer": str(shape["ProcessorInfo"].get("Manufacturer") or "").lower(),
        "memory": str(shape["MemoryInfo"]["SizeInMiB"]),
        "hypervisor": shape.get("Hypervisor") or "",
        "local-nvme": str(part(shape, "InstanceStorageInfo").get("TotalSizeInGB") or ""),
    }
    if scheme := SCHEME.match(family):
        hardware |= scheme.groupdict()
    for gpu in items(part(shape, "GpuInfo"), "Gpus")[:1]:
        hardware |= {
            "gpu-name": _kebab(gpu["Name"]),
            "gpu-manufacturer": _kebab(gpu["Manufacturer"]),
            "gpu-count": str(gpu["Count"]),
            "gpu-memory": str(gpu["MemoryInfo"]["SizeInMiB"]),
        }
    architectures: list[str] = shape["ProcessorInfo"]["SupportedArchitectures"]
    return {
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": next(ARCHITECTURES[one] for one in architectures if one in ARCHITECTURES),
        **{f"karpenter.k8s.aws/instance-{key}": value for key, value in hardware.items() if value},
    }


def _kebab(text: str) -> str:
    return text.lower().replace(" ", "-")
