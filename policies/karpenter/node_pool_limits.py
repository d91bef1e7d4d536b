"""Karpenter must not start nodes without end."""

import pulumi_policy as pp

from policies.karpenter.kinds import is_node_pool, may_start_gpus
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A pool without limits grows with whatever somebody asks for; that of GPUs must be capped in GPUs or nodes."""
    if not is_node_pool(args.resource_type):
        return
    spec = read(args).at("spec")
    caps = {key for key, _ in spec.items("limits")}
    wanted = {"nodes", "nvidia.com/gpu"} if may_start_gpus(spec) else {"nodes", "cpu", "memory"}
    if caps.isdisjoint(wanted):
        report_violation(f"The node pool {args.name} must have limits: {' or '.join(sorted(wanted))}.", None)


POLICY = pp.ResourceValidationPolicy(
    name="karpenter-node-pool-limits",
    description="Every pool of Karpenter has a hard cap.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework("Karpenter", "1.14", "NodePools", "spec.limits"),
    remediation_steps='Set `"limits": {"nvidia.com/gpu": "4", "nodes": "4"}`.',
    tags=["karpenter", "cost"],
    url="https://karpenter.sh/docs/concepts/nodepools/#speclimits",
    validate=validate,
)
