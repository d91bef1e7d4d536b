"""Images must be encrypted with a key of ours."""

import pulumi_policy as pp

from policies.ecr.repositories import REPOSITORY
from policies.properties import Properties
from policies.resources import read

_TEMPLATE = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"


def _has_key(configuration: Properties) -> bool:
    return configuration.text("encryptionType") in ("KMS", "KMS_DSSE") and configuration.has("kmsKey")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AES256 and AWS's own key have no key policy. What a cache makes from a template cannot be encrypted later."""
    if args.resource_type not in (REPOSITORY, _TEMPLATE):
        return
    if not any(_has_key(configuration) for configuration in read(args).each("encryptionConfigurations")):
        report_violation(f"The images of {args.name} must be encrypted with a customer managed key.", None)


POLICY = pp.ResourceValidationPolicy(
    name="ecr-repository-kms-key",
    description="Images are encrypted with a customer managed key.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "ECR.5",
        "ECR repositories should be encrypted with customer managed AWS KMS keys",
    ),
    remediation_steps='Set `encryption_configurations=[{"encryption_type": "KMS", "kms_key": key.arn}]`; it is decided '
    "when the repository is made.",
    tags=["ecr", "encryption", "CKV_AWS_136", "AWS-0033"],
    url="https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
    validate=validate,
)
