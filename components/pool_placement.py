"""What ties workloads to a GPU node pool: the labels and taints of its nodes, and what a workload says to them."""

POOL = "mlplatform.io/node-pool"
GPU = "nvidia.com/gpu"
PRESENT = "nvidia.com/gpu.present"


def node_labels(pool_name: str) -> dict[str, str]:
    """Labels of every node of the pool."""
    return {POOL: pool_name, PRESENT: "true"}


def taints(pool_name: str) -> list[dict[str, str]]:
    """Taints of every node of the pool.

    The pool's own taint is there because EKS lets every pod that asks for a GPU tolerate `nvidia.com/gpu`
    (admission plugin ExtendedResourceToleration), from whatever namespace it comes.
    """
    return [_no_schedule(GPU, "true"), _no_schedule(POOL, pool_name)]


def tolerations(pool_name: str) -> list[dict[str, str]]:
    """Tolerations of a workload that may use the pool."""
    return [{"operator": "Equal", **taint} for taint in taints(pool_name)]


def agent_tolerations() -> list[dict[str, str]]:
    """Tolerations of what runs on the nodes of every pool."""
    return [{"key": key, "operator": "Exists", "effect": "NoSchedule"} for key in (GPU, POOL)]


def _no_schedule(key: str, value: str) -> dict[str, str]:
    return {"key": key, "value": value, "effect": "NoSchedule"}
