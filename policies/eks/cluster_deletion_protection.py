"""A cluster must not go by one wrong command."""

import pulumi_policy as pp

from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """EKS's own switch stops everybody, Pulumi's `protect` says so before anything else is deleted."""
    if args.resource_type != "aws:eks/cluster:Cluster":
        return
    if not args.opts.protect:
        report_violation(f"The EKS cluster {args.name} must be protected in Pulumi.", None)
    if not read(args).flag("deletionProtection"):
        report_violation(f"The EKS cluster {args.name} must have deletion protection.", None)


POLICY = pp.ResourceValidationPolicy(
    name="eks-cluster-deletion-protection",
    description="EKS clusters are protected from deletion, by EKS and by Pulumi.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "Amazon EKS User Guide", "2026", "deletion-protection", "Protect EKS clusters from accidental deletion"
    ),
    remediation_steps="Set `deletion_protection=True` and the resource option `protect=True`.",
    tags=["eks", "deletion", "eks_cluster_deletion_protection_enabled"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html",
    validate=validate,
)
