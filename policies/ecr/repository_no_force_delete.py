"""Deleting a repository must not delete its images."""

import pulumi_policy as pp

from policies.ecr.repositories import REPOSITORY
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """What runs from them could not start again. ECR itself refuses to delete a repository that is not empty."""
    if args.resource_type == REPOSITORY and read(args).flag("forceDelete"):
        report_violation(f"The images of {args.name} must not go with it.", None)


POLICY = pp.ResourceValidationPolicy(
    name="ecr-repository-no-force-delete",
    description="Image repositories are never emptied by Pulumi.",
    severity=pp.Severity.LOW,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC08-BP04", "Enforce access control"
    ),
    remediation_steps="Set `force_delete=False`.",
    tags=["ecr", "deletion"],
    url="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-delete.html",
    validate=validate,
)
