"""Managed GPU nodes must keep out pods that need no GPU."""

import pulumi_policy as pp

from policies.karpenter.kinds import has_gpu
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """One pod of anybody on an empty GPU node keeps it running."""
    if args.resource_type != "aws:eks/nodeGroup:NodeGroup":
        return
    node_group = read(args)
    gpu = "NVIDIA" in node_group.text("amiType") or any(map(has_gpu, node_group.texts("instanceTypes")))
    effects = {taint.text("effect") for taint in node_group.each("taints")} if gpu else set[str]()
    if gpu and not {"NO_SCHEDULE", "NO_EXECUTE"} & effects:
        report_violation(f"The GPU node group {args.name} must have a taint with the effect NO_SCHEDULE.", None)


POLICY = pp.ResourceValidationPolicy(
    name="eks-node-group-gpu-taint",
    description="Managed GPU nodes are tainted.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "tenant-isolation", "Isolating tenant workloads to specific nodes"
    ),
    remediation_steps='Add `{"key": "nvidia.com/gpu", "value": "true", "effect": "NO_SCHEDULE"}` to `taints`.',
    tags=["eks", "gpu", "cost"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html",
    validate=validate,
)
