"""Managed nodes must start from an image that is made for containers and still maintained."""

import pulumi_policy as pp

from policies.resources import read

_FAMILIES = ("AL2023_", "BOTTLEROCKET_")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS takes Amazon Linux 2023 when the field is absent. CUSTOM is an image that nobody but its maker patches."""
    if args.resource_type != "aws:eks/nodeGroup:NodeGroup":
        return
    ami_type = read(args).text("amiType")
    if ami_type and not ami_type.startswith(_FAMILIES):
        report_violation(
            f"The node group {args.name} must run Amazon Linux 2023 or Bottlerocket, not {ami_type}.", None
        )


POLICY = pp.ResourceValidationPolicy(
    name="eks-node-group-supported-image",
    description="Managed nodes run Amazon Linux 2023 or Bottlerocket.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "hosts", "Use an OS optimized for running containers"
    ),
    remediation_steps="Set `ami_type`, for example to `AL2023_x86_64_STANDARD` or `BOTTLEROCKET_x86_64`.",
    tags=["eks", "image", "C-0226"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/protecting-the-infrastructure.html",
    validate=validate,
)
