"""A pod without an owner is not under the firewall."""

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """The VPC CNI applies network policies to pods with `ownerReferences` only; nor does anybody restart a lone pod."""
    if kind_of(args.resource_type) != "core/Pod":
        return
    if not read(args).at("metadata", "ownerReferences").known():
        report_violation(f"The pod {args.name} must belong to a Deployment, a Job or another owner.", None)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-pod-owned",
    description="Pods belong to a workload, as network policies pass over those that do not.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "Amazon EKS User Guide", "2026", "cni-network-policy", "Limit Pod traffic with Kubernetes network policies"
    ),
    remediation_steps="Declare a Deployment, a StatefulSet, a DaemonSet or a Job instead of the pod.",
    tags=["kubernetes", "pod", "network", "C-0073"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html",
    validate=validate,
)
