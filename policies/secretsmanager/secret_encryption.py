"""Secrets must be encrypted with a key of ours."""

import pulumi_policy as pp

from policies.kms.keys import has_customer_key
from policies.properties import Properties, evaluate
from policies.resources import read

TYPE = "aws:secretsmanager/secret:Secret"


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """With AWS's own key, whoever may read secrets reads this one; copies in other regions have keys of their own."""
    if args.resource_type != TYPE:
        return

    def check(secret: Properties) -> None:
        if not has_customer_key(secret, "kmsKeyId"):
            what = f"`{secret.path}` of {args.name}" if secret.path else f"The secret {args.name}"
            report_violation(f"{what} must use a customer managed key.", None)

    evaluate([read(args), *read(args).each("replicas")], check)


POLICY = pp.ResourceValidationPolicy(
    name="secretsmanager-secret-encryption",
    description="Secrets are encrypted with a customer managed key.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC08-BP01", "Implement secure key management"
    ),
    remediation_steps="Set `kms_key_id`.",
    tags=["secretsmanager", "encryption", "credentials", "CKV_AWS_149", "AWS-0098"],
    url="https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
    validate=validate,
)
