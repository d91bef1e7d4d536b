"""A node of Karpenter must not be able to call itself a tenant's."""

import pulumi_policy as pp

from policies.karpenter.kinds import is_node_pool, refuse_forgeable_labels
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Karpenter sets labels through the API, so the protected prefix costs nothing."""
    if is_node_pool(args.resource_type):
        refuse_forgeable_labels(read(args).at("spec", "template", "metadata", "labels"), report_violation)


POLICY = pp.ResourceValidationPolicy(
    name="karpenter-node-pool-tenant-label",
    description="Nodes of Karpenter name their tenant in a label that nodes cannot set themselves.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "tenant-isolation", "Isolating tenant workloads to specific nodes"
    ),
    remediation_steps="Name the label `node-restriction.kubernetes.io/tenant`.",
    tags=["karpenter", "tenant"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html",
    validate=validate,
)
