"""Every cluster must have an engine that enforces network policies."""

import pulumi_policy as pp

from policies.properties import evaluate
from policies.resources import Resource, of_stack


def _enforces(addon: Resource) -> bool:
    if addon.properties.text("addonName") != "vpc-cni":
        return False
    return addon.properties.document("configurationValues").flag("enableNetworkPolicy")


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Without an engine the API server accepts network policies and nothing enforces them."""
    addons = of_stack(args, "aws:eks/addon:Addon")

    def check(cluster: Resource) -> None:
        if not any(_enforces(addon) for addon in addons if addon.refers_to(cluster, "clusterName", "name")):
            report_violation(f"The EKS cluster {cluster.name} must enforce network policies.", cluster.urn)

    evaluate(of_stack(args, "aws:eks/cluster:Cluster"), check)


POLICY = pp.StackValidationPolicy(
    name="eks-cluster-network-policy-engine",
    description="Every EKS cluster runs the VPC CNI add-on with network policies switched on.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "4.3.1", "Ensure CNI plugin supports network policies"
    ),
    remediation_steps="Declare an `aws.eks.Addon` named `vpc-cni` for the cluster whose `configuration_values` "
    'hold `{"enableNetworkPolicy": "true"}`.',
    tags=["eks", "network", "tenant", "C-0205", "C-0230"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html",
    validate=validate,
)
