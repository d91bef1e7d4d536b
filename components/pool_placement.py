"""What ties workloads to a node pool: the labels and taints of its nodes, and what a workload says to them."""

POOL = "mlplatform.io/node-pool"
GPU = "nvidia.com/gpu"
TENANT = "node-restriction.kubernetes.io/tenant"
PRESENT = "nvidia.com/gpu.present"
OWN_POOLS = "tenant-"
"""What the names of tenants' own pools begin with."""
EFA = {"mlplatform.io/efa": "true"}
"""Label of nodes that talk by EFA, where their device plugin runs."""


def own_pool(tenant: str) -> str:
    """Name of a tenant's own pool of nodes without GPUs."""
    return f"{OWN_POOLS}{tenant}"


def node_labels(pool_name: str, tenant: str | None = None, *, gpus: bool = True) -> dict[str, str]:
    """Labels of every node of the pool, by which its workloads choose it.

    A node cannot give itself a label under `node-restriction.kubernetes.io/`, so whoever has stolen a node's
    credentials cannot draw a tenant's pods to it.
    """
    return {POOL: pool_name, **({PRESENT: "true"} if gpus else {}), **({TENANT: tenant} if tenant else {})}


def hardware_labels(gpu: str, gpu_memory_mib: int, driver: str) -> dict[str, str]:
    """What people and schedulers want to know of a GPU node, however it was started."""
    return {
        "mlplatform.io/gpu": gpu,
        "mlplatform.io/gpu-memory-mib": str(gpu_memory_mib),
        "mlplatform.io/nvidia-driver": driver,
    }


def taints(pool_name: str, tenant: str | None = None, *, gpus: bool = True) -> list[dict[str, str]]:
    """Taints of every node of the pool.

    The pool's own taint is there because EKS lets every pod that asks for a GPU tolerate `nvidia.com/gpu`
    (admission plugin ExtendedResourceToleration), from whatever namespace it comes.
    """
    return [
        *([_no_schedule(GPU, "true")] if gpus else []),
        _no_schedule(POOL, pool_name),
        *([_no_schedule(TENANT, tenant)] if tenant else []),
    ]


def tolerations(pool_name: str, tenant: str | None = None, *, gpus: bool = True) -> list[dict[str, str]]:
    """Tolerations of a workload that may use the pool."""
    return [{"operator": "Equal", **taint} for taint in taints(pool_name, tenant, gpus=gpus)]


def agent_tolerations() -> list[dict[str, str]]:
    """Tolerations of what runs on the nodes of every pool."""
    return [{"key": key, "operator": "Exists", "effect": "NoSchedule"} for key in (GPU, POOL, TENANT)]


def _no_schedule(key: str, value: str) -> dict[str, str]:
    return {"key": key, "value": value, "effect": "NoSchedule"}
