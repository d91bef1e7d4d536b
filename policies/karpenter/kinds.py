"""Karpenter's kinds, and how to tell a pool of GPU nodes."""

import re

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of
from policies.properties import Properties

NODE_CLASS = "karpenter.k8s.aws/EC2NodeClass"
NODE_POOL = "karpenter.sh/NodePool"
_GPU_FAMILY = re.compile(r"(g|gr|p)\d[a-z0-9-]*(\.|$)")


def is_node_class(resource_type: str) -> bool:
    """Whether a resource says how Karpenter starts nodes."""
    return kind_of(resource_type) == NODE_CLASS


def is_node_pool(resource_type: str) -> bool:
    """Whether a resource says which nodes Karpenter may start."""
    return kind_of(resource_type) == NODE_POOL


def has_gpu(instance_type: str) -> bool:
    """Whether an instance type, or a family, has GPUs: all that begin with g or p and a digit, and the gr ones."""
    return _GPU_FAMILY.match(instance_type) is not None


def may_start_gpus(spec: Properties) -> bool:
    """Whether the requirements of a NodePool name GPUs."""
    for requirement in spec.each("template", "spec", "requirements"):
        key = requirement.text("key")
        if "instance-gpu" in key:
            return True
        values = requirement.texts("values")
        if key.endswith(("/instance-type", "/instance-family")) and any(map(has_gpu, values)):
            return True
        if key.endswith("/instance-category") and not {"g", "gr", "p"}.isdisjoint(values):
            return True
    return any("gpu" in key for key, _ in spec.items("limits"))


def refuse_forgeable_labels(labels: Properties, report_violation: pp.ReportViolation) -> None:
    """Report labels of nodes that name a tenant and that a node could set itself."""
    of_tenants = [key for key, _ in labels.items() if key.rpartition("/")[2] == "tenant"]
    for key in of_tenants:
        if not key.startswith("node-restriction.kubernetes.io/"):
            report_violation(f"`{labels.path}` of {labels.owner} must not name a tenant in `{key}`.", None)
