"""Every image must be scanned when it is pushed."""

import pulumi_policy as pp

from policies.ecr.repositories import REPOSITORY
from policies.iam.documents import matches
from policies.properties import Properties, evaluate, some
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Once a registry has rules of its own, they decide, and a repository's switch means nothing."""
    registries = of_stack(args, "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration")
    rules = [rule for registry in registries for rule in registry.properties.each("rules")]

    def check(repository: Resource) -> None:
        if registries:
            name = repository.properties.text("name")
            scanned = some(rules, lambda rule: _covers(rule, name))
        else:
            scanned = repository.properties.flag("imageScanningConfiguration", "scanOnPush")
        if not scanned:
            report_violation(f"The images of {repository.name} must be scanned when they are pushed.", repository.urn)

    evaluate(of_stack(args, REPOSITORY), check)


def _covers(rule: Properties, repository: str) -> bool:
    filters = [each.text("filter") for each in rule.each("repositoryFilters")]
    # ECR takes a filter without a wildcard for a part of the name.
    patterns = [pattern if "*" in pattern else f"*{pattern}*" for pattern in filters]
    return rule.text("scanFrequency") in ("SCAN_ON_PUSH", "CONTINUOUS_SCAN") and any(
        matches(pattern, repository) for pattern in patterns
    )


POLICY = pp.StackValidationPolicy(
    name="ecr-repository-scan-on-push",
    description="Images are scanned for known weaknesses when they are pushed.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark",
        "1.7.0",
        "5.1.1",
        "Ensure Image Vulnerability Scanning using Amazon ECR image scanning or a third party provider",
    ),
    remediation_steps='Set `image_scanning_configuration={"scan_on_push": True}`, or cover the repository by a rule of '
    "the `aws.ecr.RegistryScanningConfiguration`.",
    tags=["ecr", "image", "CKV_AWS_163", "AWS-0030", "C-0221", "ecr_registry_enhanced_scanning_enabled"],
    url="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html",
    validate=validate,
)
