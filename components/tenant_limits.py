"""A tenant's limits: how much of the cluster it can take, and what it can never have."""

from typing import NotRequired, TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, ResourceOptions

from components.data_source import CLAIM_GIB
from components.storage_drivers import STORAGE_CLASS

EPHEMERAL_GIB = 10
"""Room on its node's disk for a pod where nothing is said: a small model's files, scratch and logs."""
_OF_CLASS = f"{STORAGE_CLASS}.storageclass.storage.k8s.io"


class TenantLimitsArgs(TypedDict):
    """What TenantLimits are made from."""

    namespace: str
    """Namespace of the tenant."""
    cpu: Input[str]
    """CPUs of all pods together, for example `4` or `500m`."""
    memory: Input[str]
    """Memory of all pods together, for example `16Gi`."""
    pods: int
    """Most pods at once."""
    gpus: int
    """GPUs of all pods together."""
    ephemeral_gib: NotRequired[int]
    """Room on the nodes' disks, all pods together, each container by default its part. Default: 10 for each pod."""
    storage_gib: NotRequired[int]
    """EBS volumes of its own, all together, at most one for each pod. Default: 0; none."""
    volume_claims: NotRequired[int]
    """Claims of mounted data sources. Default: 0."""


class TenantLimits(ComponentResource):
    """A quota without load balancers and node ports, and defaults for containers that name no limits."""

    def __init__(self, name: str, args: TenantLimitsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:TenantLimits", name, None, opts)
        here = ResourceOptions(parent=self)
        storage, mounted = args.get("storage_gib", 0), args.get("volume_claims", 0)
        volumes = args["pods"] if storage else 0
        ephemeral = args.get("ephemeral_gib", EPHEMERAL_GIB * args["pods"])
        if ephemeral < args["pods"]:
            message = f"{args['namespace']}: {ephemeral} GiB of ephemeral storage is less than one for each pod"
            raise ValueError(message)
        kubernetes.core.v1.ResourceQuota(
            f"{name}-quota",
            metadata={"name": "tenant", "namespace": args["namespace"]},
            spec={
                "hard": {
                    "requests.cpu": args["cpu"],
                    "limits.cpu": args["cpu"],
                    "requests.memory": args["memory"],
                    "limits.memory": args["memory"],
                    "requests.ephemeral-storage": _quantity(ephemeral),
                    "limits.ephemeral-storage": _quantity(ephemeral),
                    "pods": str(args["pods"]),
                    # Only requests.* is legal for extended resources.
                    "requests.nvidia.com/gpu": str(args["gpus"]),
                    "persistentvolumeclaims": str(volumes + mounted),
                    "requests.storage": _quantity(storage + mounted * CLAIM_GIB),
                    # What is left for mounted sources is not for volumes.
                    f"{_OF_CLASS}/persistentvolumeclaims": str(volumes),
                    f"{_OF_CLASS}/requests.storage": _quantity(storage),
                    "services.loadbalancers": "0",
                    "services.nodeports": "0",
                }
            },
            opts=here,
        )
        kubernetes.core.v1.LimitRange(
            f"{name}-limit-range",
            metadata={"name": "tenant", "namespace": args["namespace"]},
            spec={
                "limits": [
                    {
                        "type": "Container",
                        "default": {
                            "cpu": "1",
                            "memory": "1Gi",
                            "ephemeral-storage": _quantity(ephemeral // args["pods"]),
                        },
                        "default_request": {"cpu": "100m", "memory": "256Mi", "ephemeral-storage": "1Gi"},
                    }
                ]
            },
            opts=here,
        )
        self.register_outputs({})


def _quantity(gib: int) -> str:
    """An amount as Kubernetes itself would write it, so that reading it back shows no change."""
    if gib % 1024:
        return f"{gib}Gi"
    return f"{gib // 1024}Ti" if gib else "0"
