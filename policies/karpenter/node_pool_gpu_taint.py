"""Karpenter's GPU nodes, and those of one tenant, must keep out everybody else's pods."""

import pulumi_policy as pp

from policies.karpenter.kinds import is_node_pool, may_start_gpus
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """One pod of anybody on an empty GPU node keeps it running; on a tenant's own node it sits beside its data."""
    if not is_node_pool(args.resource_type):
        return
    spec = read(args).at("spec")
    effects = [taint.text("effect") for taint in spec.each("template", "spec", "taints")]
    if {"NoSchedule", "NoExecute"} & set(effects):
        return
    if may_start_gpus(spec):
        report_violation(f"The GPU node pool {args.name} must have a taint with the effect NoSchedule.", None)
    elif any(key.rpartition("/")[2] == "tenant" for key, _ in spec.items("template", "metadata", "labels")):
        report_violation(f"The tenant's node pool {args.name} must have a taint with the effect NoSchedule.", None)


POLICY = pp.ResourceValidationPolicy(
    name="karpenter-node-pool-gpu-taint",
    description="Karpenter's GPU nodes and those of one tenant are tainted.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "tenant-isolation", "Isolating tenant workloads to specific nodes"
    ),
    remediation_steps='Add `{"key": "nvidia.com/gpu", "value": "true", "effect": "NoSchedule"}` to the taints, or one '
    "with the key `node-restriction.kubernetes.io/tenant` for the nodes of one tenant.",
    tags=["karpenter", "gpu", "cost"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html",
    validate=validate,
)
