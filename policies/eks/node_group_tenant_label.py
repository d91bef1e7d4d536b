"""A node must not be able to call itself a tenant's."""

import pulumi_policy as pp

from policies.karpenter.kinds import refuse_forgeable_labels
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Whoever holds a node's credentials sets any other label, and draws the tenant's pods to that node."""
    if args.resource_type == "aws:eks/nodeGroup:NodeGroup":
        refuse_forgeable_labels(read(args).at("labels"), report_violation)


POLICY = pp.ResourceValidationPolicy(
    name="eks-node-group-tenant-label",
    description="Managed nodes name their tenant in a label that nodes cannot set themselves.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "tenant-isolation", "Isolating tenant workloads to specific nodes"
    ),
    remediation_steps="Name the label `node-restriction.kubernetes.io/tenant`.",
    tags=["eks", "tenant"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html",
    validate=validate,
)
