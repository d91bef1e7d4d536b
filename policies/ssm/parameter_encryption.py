"""Parameters must be encrypted with a key of ours."""

import pulumi_policy as pp

from policies.kms.keys import has_customer_key
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """What is no secret belongs into the settings; what is one must not be readable by all who may list parameters."""
    if args.resource_type != "aws:ssm/parameter:Parameter":
        return
    parameter = read(args)
    if (
        not has_customer_key(parameter, "keyId")
        or parameter.has("insecureValue")
        or parameter.text("type") != "SecureString"
    ):
        report_violation(f"The parameter {args.name} must be encrypted with a customer managed key.", None)


POLICY = pp.ResourceValidationPolicy(
    name="ssm-parameter-encryption",
    description="Parameters are encrypted with a customer managed key.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC02-BP03", "Store and use secrets securely"
    ),
    remediation_steps='Set `type="SecureString"` and `key_id`, and give the value in `value`, not in `insecure_value`.',
    tags=["ssm", "encryption", "credentials", "CKV2_AWS_34", "CKV_AWS_337"],
    url="https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html",
    validate=validate,
)
