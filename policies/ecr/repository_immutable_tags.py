"""A tag must mean the same image for ever."""

import pulumi_policy as pp

from policies.ecr.repositories import REPOSITORY
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS lets tags move unless told otherwise, and `IMMUTABLE_WITH_EXCLUSION` lets some of them."""
    if args.resource_type == REPOSITORY and read(args).text("imageTagMutability") != "IMMUTABLE":
        report_violation(f"The tags of {args.name} must be immutable.", None)


POLICY = pp.ResourceValidationPolicy(
    name="ecr-repository-immutable-tags",
    description="Tags of images never move.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "ECR.2",
        "ECR private repositories should have tag immutability configured",
    ),
    remediation_steps='Set `image_tag_mutability="IMMUTABLE"`.',
    tags=["ecr", "image", "CKV_AWS_51", "AWS-0031", "ecr_repositories_tag_immutability"],
    url="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
    validate=validate,
)
