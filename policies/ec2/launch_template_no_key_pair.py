"""Nobody must log in to a node with an SSH key."""

import pulumi_policy as pp

from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A key on a laptop outlives the person, and no log says who used it."""
    if args.resource_type == "aws:ec2/launchTemplate:LaunchTemplate" and read(args).has("keyName"):
        report_violation(f"The launch template {args.name} must name no SSH key.", None)


POLICY = pp.ResourceValidationPolicy(
    name="ec2-launch-template-no-key-pair",
    description="Launch templates name no SSH key.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "hosts", "Minimize access to worker nodes"
    ),
    remediation_steps="Remove `key_name`; look into a node with `kubectl debug` or through Systems Manager.",
    tags=["ec2", "credentials", "CKV_AWS_100"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/protecting-the-infrastructure.html",
    validate=validate,
)
