"""An add-on must change only when somebody decides so."""

import re

import pulumi_policy as pp

from policies.resources import read

_EXACT = re.compile(r"v?\d+\.\d+\.\d+\S*")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Without a version AWS takes its default of the day, another one in each environment."""
    if args.resource_type != "aws:eks/addon:Addon":
        return
    version = read(args).text("addonVersion")
    if not _EXACT.fullmatch(version):
        report_violation(f"The add-on {args.name} must name its exact version, not `{version}`.", None)


POLICY = pp.ResourceValidationPolicy(
    name="eks-addon-pinned-version",
    description="EKS add-ons have an exact version.",
    severity=pp.Severity.LOW,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "cluster-upgrades", "Manage the versions of add-ons"
    ),
    remediation_steps="Set `addon_version`, for example `v1.14.3-eksbuild.3`.",
    tags=["eks", "version"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html",
    validate=validate,
)
