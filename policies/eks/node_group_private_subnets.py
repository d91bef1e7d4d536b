"""Managed nodes must stand in private subnets."""

import pulumi_policy as pp

from policies.ec2.subnets import Subnets
from policies.properties import NotEvaluatedError, evaluate
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A subnet is public by its own switch, or by a route to an Internet gateway."""
    subnets = Subnets(args)

    def check(node_group: Resource) -> None:
        found = subnets.by(node_group, "subnetIds")
        subnets.refuse_public(node_group, found, report_violation)
        if len(found) < len(node_group.properties.each("subnetIds")):
            raise NotEvaluatedError([f"not all subnets in `subnetIds` of {node_group.name} are declared in this stack"])

    evaluate(of_stack(args, "aws:eks/nodeGroup:NodeGroup"), check)


POLICY = pp.StackValidationPolicy(
    name="eks-node-group-private-subnets",
    description="Managed nodes start in private subnets.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "5.4.3", "Ensure clusters are created with Private Nodes"
    ),
    remediation_steps="Name subnets in `subnet_ids` that map no public address and whose routes lead to a NAT gateway.",
    tags=["eks", "network", "C-0229", "eks_cluster_private_nodes_enabled"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/subnets.html",
    validate=validate,
)
