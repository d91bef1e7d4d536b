"""A tenant's limits: how much of the cluster it can take, and what it can never have."""

from typing import NotRequired, TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, ResourceOptions


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
    volume_claims: NotRequired[int]
    """Claims of volumes: those of mounted data sources and no more. Default: 0."""


class TenantLimits(ComponentResource):
    """A quota without load balancers, node ports and own volumes, and defaults for containers that name no limits."""

    def __init__(self, name: str, args: TenantLimitsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:TenantLimits", name, None, opts)
        here = ResourceOptions(parent=self)
        kubernetes.core.v1.ResourceQuota(
            f"{name}-quota",
            metadata={"name": "tenant", "namespace": args["namespace"]},
            spec={
                "hard": {
                    "requests.cpu": args["cpu"],
                    "limits.cpu": args["cpu"],
                    "requests.memory": args["memory"],
                    "limits.memory": args["memory"],
                    "pods": str(args["pods"]),
                    # Only requests.* is legal for extended resources.
                    "requests.nvidia.com/gpu": str(args["gpus"]),
                    "persistentvolumeclaims": str(args.get("volume_claims", 0)),
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
                        "default": {"cpu": "1", "memory": "1Gi"},
                        "default_request": {"cpu": "100m", "memory": "256Mi"},
                    }
                ]
            },
            opts=here,
        )
        self.register_outputs({})
