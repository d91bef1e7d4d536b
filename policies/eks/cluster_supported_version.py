"""A cluster must run a version of Kubernetes that AWS supports without a surcharge."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate
from policies.resources import read

OLDEST = (1, 34)
"""Oldest minor version in standard support: "Amazon EKS Kubernetes release calendar", EKS user guide, read 2026-11-21.
It leaves on 2026-12-02."""


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS moves to extended support, which costs more by the hour, whatever does not say STANDARD."""
    if args.resource_type != "aws:eks/cluster:Cluster":
        return

    def check_version(cluster: Properties) -> None:
        version = cluster.text("version")
        # AWS takes the newest version when the field is absent.
        if version and _minor(version) < OLDEST:
            oldest = ".".join(map(str, OLDEST))
            report_violation(f"The EKS cluster {args.name} must run Kubernetes {oldest} or newer, not {version}.", None)

    def check_support(cluster: Properties) -> None:
        if cluster.text("upgradePolicy", "supportType") != "STANDARD":
            report_violation(f"The EKS cluster {args.name} must not enter extended support by accident.", None)

    evaluate([read(args)], check_version, check_support)


def _minor(version: str) -> tuple[int, ...]:
    numbers = version.split(".")
    return tuple(map(int, numbers)) if all(number.isdecimal() for number in numbers) else ()


POLICY = pp.ResourceValidationPolicy(
    name="eks-cluster-supported-version",
    description="EKS clusters run a version in standard support, and stay out of extended support.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "EKS.2",
        "EKS clusters should run on a supported Kubernetes version",
    ),
    remediation_steps='Choose a version in standard support and set `upgrade_policy={"support_type": "STANDARD"}`.',
    tags=["eks", "version", "cost", "CKV_AWS_339", "C-0273", "eks_cluster_uses_a_supported_version"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
    validate=validate,
)
