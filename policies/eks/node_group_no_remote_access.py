"""Nobody must log in to a managed node over SSH."""

import pulumi_policy as pp

from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A key alone opens port 22 to the Internet; security groups only narrow what should not be there."""
    if args.resource_type != "aws:eks/nodeGroup:NodeGroup":
        return
    if read(args).has("remoteAccess"):
        report_violation(f"The node group {args.name} must have no remote access.", None)


POLICY = pp.ResourceValidationPolicy(
    name="eks-node-group-no-remote-access",
    description="Managed nodes have no remote access.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "hosts", "Minimize access to worker nodes"
    ),
    remediation_steps="Remove `remote_access`; look into a node with `kubectl debug` or through Systems Manager.",
    tags=["eks", "credentials", "CKV_AWS_100"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/protecting-the-infrastructure.html",
    validate=validate,
)
