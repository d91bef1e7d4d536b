"""Images that nobody needs must go by themselves."""

import pulumi_policy as pp

from policies.ecr.repositories import REPOSITORY
from policies.properties import evaluate
from policies.resources import Referenced, Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A repository fills up with old layers, which cost money and keep their weaknesses."""
    repositories = of_stack(args, REPOSITORY)
    found = Referenced(repositories, "name")
    kept = {
        repository.urn
        for lifecycle in of_stack(args, "aws:ecr/lifecyclePolicy:LifecyclePolicy")
        for repository in found.by(lifecycle, "repository")
    }

    def check(repository: Resource) -> None:
        if repository.urn not in kept:
            report_violation(f"The repository {repository.name} must have a lifecycle policy.", repository.urn)

    evaluate(repositories, check)


POLICY = pp.StackValidationPolicy(
    name="ecr-repository-lifecycle",
    description="Every image repository has a lifecycle policy.",
    severity=pp.Severity.LOW,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "ECR.3",
        "ECR repositories should have at least one lifecycle policy configured",
    ),
    remediation_steps="Declare an `aws.ecr.LifecyclePolicy` for the repository that expires untagged images.",
    tags=["ecr", "cost", "ecr_repositories_lifecycle_policy_enabled"],
    url="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
    validate=validate,
)
