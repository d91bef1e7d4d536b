"""A bucket policy must not lock everybody out."""

import pulumi_policy as pp

from policies.iam.documents import conditions, covers_action, is_deny, principals, statements
from policies.properties import Properties, evaluate
from policies.resources import read
from policies.s3.buckets import BUCKET_POLICIES, BUCKETS


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Who cannot change the policy any more needs the account's root user to get back in."""
    if args.resource_type not in (*BUCKET_POLICIES, *BUCKETS):
        return

    def check(statement: Properties) -> None:
        everybody = "*" in principals(statement) and not statement.has("NotPrincipal")
        is_total = is_deny(statement) and everybody and covers_action(statement, "s3:PutBucketPolicy")
        if is_total and all(_always_holds(*condition) for condition in conditions(statement)):
            report_violation(f"`{statement.path}` of {args.name} must not deny everything to everybody.", None)

    evaluate(statements(read(args), "policy"), check)


def _always_holds(operator: str, key: str, values: list[str]) -> bool:
    if key == "aws:securetransport":
        return "true" in (value.lower() for value in values)  # the usual slip of who wants to refuse plain HTTP
    return "like" in operator and "not" not in operator and "*" in values


POLICY = pp.ResourceValidationPolicy(
    name="s3-bucket-policy-no-lockout",
    description="No bucket policy takes the right to change it from everybody.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC03-BP03", "Establish emergency access process"
    ),
    remediation_steps="Give the Deny a condition, such as `aws:SecureTransport` `false`, or deny single actions.",
    tags=["s3", "access", "CKV_AWS_93"],
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html",
    validate=validate,
)
