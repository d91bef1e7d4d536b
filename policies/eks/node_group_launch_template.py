"""Nodes must start from a launch template of ours, not from the defaults of EKS."""

import pulumi_policy as pp

from policies.properties import evaluate
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """EKS's own template has a hop limit of 2; the template's content is judged by the ec2 policies."""
    templates = of_stack(args, "aws:ec2/launchTemplate:LaunchTemplate")

    def check(node_group: Resource) -> None:
        wanted = node_group.properties.at("launchTemplate")
        if not (wanted.has("id") or wanted.has("name")):
            report_violation(f"The node group {node_group.name} must use a launch template.", node_group.urn)
        elif not any(_uses(node_group, template) for template in templates):
            report_violation(
                f"The launch template of the node group {node_group.name} must be declared in this stack, "
                "so that policies can see it.",
                node_group.urn,
            )

    evaluate(of_stack(args, "aws:eks/nodeGroup:NodeGroup"), check)


def _uses(node_group: Resource, template: Resource) -> bool:
    if template.urn in node_group.dependencies.get("launchTemplate", ()):
        return True
    name = node_group.properties.text("launchTemplate", "name")
    return name != "" and template.properties.text("name") == name


POLICY = pp.StackValidationPolicy(
    name="eks-node-group-launch-template",
    description="Every EKS node group uses a launch template of its stack.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "iam", "Restrict access to the instance profile assigned to the node"
    ),
    remediation_steps="Declare an `aws.ec2.LaunchTemplate` that requires IMDSv2 with a hop limit of 1 and encrypts its "
    "volumes, and name it in the node group's `launch_template`.",
    tags=["eks", "ec2", "CKV_AWS_315"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
    validate=validate,
)
