"""A key policy must not let everybody use the key."""

import pulumi_policy as pp

from policies.iam.documents import is_open, statements
from policies.properties import Properties, evaluate
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """kms:CallerAccount and the like narrow a wildcard; kms:ViaService alone does not."""
    if args.resource_type not in ("aws:kms/key:Key", "aws:kms/keyPolicy:KeyPolicy"):
        return

    def check(statement: Properties) -> None:
        if is_open(statement):
            report_violation(f"`{statement.path}` of {args.name} must not allow everybody.", None)

    evaluate(statements(read(args), "policy"), check)


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
