"""A new pod must be isolated from its first packet on."""

import pulumi_policy as pp

from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """In standard mode, the default, a pod talks to everybody until its network policies are programmed."""
    if args.resource_type != "aws:eks/addon:Addon" or read(args).text("addonName") != "vpc-cni":
        return
    values = read(args).document("configurationValues")
    if values.text("env", "NETWORK_POLICY_ENFORCING_MODE") != "strict":
        report_violation(f"The add-on {args.name} must enforce network policies in strict mode.", None)


POLICY = pp.ResourceValidationPolicy(
    name="eks-addon-strict-enforcing",
    description="The VPC CNI denies a new pod everything until its network policies are in force.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "network-security", "Network policy enforcing mode of the VPC CNI"
    ),
    remediation_steps='Add `{"env": {"NETWORK_POLICY_ENFORCING_MODE": "strict"}}` to the `configuration_values` of '
    "`vpc-cni`.",
    tags=["eks", "network", "tenant"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html",
    validate=validate,
)
