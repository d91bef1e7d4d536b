"""A key policy must not let everybody use the key."""

import pulumi_policy as pp

from policies.iam import public_statements


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """kms:CallerAccount and the like narrow a wildcard; kms:ViaService alone does not."""
    if args.resource_type in ("aws:kms/key:Key", "aws:kms/keyPolicy:KeyPolicy"):
        public_statements.refuse(args, report_violation)


POLICY = pp.ResourceValidationPolicy(
    name="kms-key-no-public-policy",
    description="Key policies allow named principals only.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices", "1.0.0", "KMS.5", "KMS keys should not be publicly accessible"
    ),
    remediation_steps="Name the principals in the key policy, or narrow `*` by a condition on `kms:CallerAccount`.",
    tags=["kms", "public", "CKV_AWS_33"],
    url="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
    validate=validate,
)
