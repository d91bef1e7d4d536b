"""Where network policies keep tenants apart, every pod must run on a node that enforces them."""

import pulumi_policy as pp

from policies.karpenter.kinds import NODE_CLASS
from policies.kubernetes.kinds import kind_of, of_kind
from policies.properties import evaluate, some
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """The VPC CNI applies them to EC2 nodes with Linux only; elsewhere pods run without a firewall."""
    resources = of_stack(args)
    if not of_kind(resources, "networking.k8s.io/NetworkPolicy"):
        return

    def check(resource: Resource) -> None:
        if resource.type == "aws:eks/fargateProfile:FargateProfile":
            report_violation(f"{resource.name} must not run pods on Fargate: no policy holds there.", resource.urn)
        elif _is_windows(resource):
            report_violation(f"{resource.name} must not start Windows nodes: no policy holds there.", resource.urn)

    evaluate(resources, check)


def _is_windows(resource: Resource) -> bool:
    if resource.type == "aws:eks/nodeGroup:NodeGroup":
        return resource.properties.text("amiType").startswith("WINDOWS")
    if kind_of(resource.type) != NODE_CLASS:
        return False
    spec = resource.properties.at("spec")
    named = [spec.at("amiFamily"), *(term.at("alias") for term in spec.each("amiSelectorTerms"))]
    return some(named, lambda name: name.text().lower().startswith("windows"))


POLICY = pp.StackValidationPolicy(
    name="kubernetes-network-policy-linux-nodes",
    description="A cluster with network policies has no Fargate profiles and no Windows nodes.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "Amazon EKS User Guide", "2026", "cni-network-policy", "Limit Pod traffic with Kubernetes network policies"
    ),
    remediation_steps="Run the pods on Linux nodes of EC2, or in a cluster of their own.",
    tags=["kubernetes", "network", "eks", "karpenter"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html",
    validate=validate,
)
