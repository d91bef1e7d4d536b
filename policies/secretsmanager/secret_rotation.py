"""Secrets must rotate."""

from collections import defaultdict

import pulumi_policy as pp

from policies.properties import Properties, evaluate, some
from policies.resources import Referenced, Resource, of_stack
from policies.secretsmanager.secret_encryption import TYPE


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A secret that never changes is known to everybody who ever read it."""
    secrets = Referenced(of_stack(args, TYPE), "name")
    rotations: dict[str, list[Properties]] = defaultdict(list)
    for rotation in of_stack(args, "aws:secretsmanager/secretRotation:SecretRotation"):
        for secret in secrets.by(rotation, "secretId"):
            rotations[secret.urn].append(rotation.properties)

    def check(secret: Resource) -> None:
        if not some(rotations.get(secret.urn, ()), lambda each: each.flag("rotationEnabled", default=True)):
            report_violation(f"The secret {secret.name} must rotate.", secret.urn)

    evaluate(of_stack(args, TYPE), check)


POLICY = pp.StackValidationPolicy(
    name="secretsmanager-secret-rotation",
    description="Secrets rotate.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "SecretsManager.1",
        "Secrets Manager secrets should have automatic rotation enabled",
    ),
    remediation_steps="Declare an `aws.secretsmanager.SecretRotation` for the secret; what only its issuer can change, "
    "such as a token of a registry, needs an exception with a date.",
    tags=["secretsmanager", "credentials", "CKV2_AWS_57"],
    url="https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html",
    validate=validate,
)
