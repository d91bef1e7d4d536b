"""Every bucket must refuse requests without TLS."""

import pulumi_policy as pp

from policies.iam.documents import conditions, is_deny, principals, statements
from policies.properties import Properties, evaluate, some
from policies.resources import Resource, of_stack
from policies.s3.buckets import BUCKET_POLICIES, BUCKETS, EVERY_OBJECT, configured


def _refuses_plain_text(statement: Properties) -> bool:
    actions = {action.lower() for action in statement.texts("Action")}
    found = list(conditions(statement))
    return (
        len(found) == 1  # any other would leave somebody out
        and is_deny(statement)
        and "*" in principals(statement)
        and not statement.has("NotPrincipal")
        and not actions.isdisjoint({"*", "s3:*"})
        and any(EVERY_OBJECT.fullmatch(resource) for resource in statement.texts("Resource"))
        and all(map(_is_about_plain_text, found))
    )


def _is_about_plain_text(condition: tuple[str, str, list[str]]) -> bool:
    operator, key, values = condition
    is_refused = [value.lower() for value in values] == ["false"]
    return is_refused and key == "aws:securetransport" and operator in ("bool", "boolifexists")


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Only a deny for everybody holds, whatever another statement allows."""
    policies = configured(args, *BUCKET_POLICIES)

    def check(bucket: Resource) -> None:
        documents = [*policies.get(bucket.urn, ()), bucket.properties]
        if not some(documents, lambda each: some(statements(each, "policy"), _refuses_plain_text)):
            report_violation(f"The bucket {bucket.name} must refuse requests without TLS.", bucket.urn)

    evaluate(of_stack(args, *BUCKETS), check)


POLICY = pp.StackValidationPolicy(
    name="s3-bucket-require-tls",
    description="Every bucket refuses requests without TLS.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "2.1.1",
        "Ensure S3 Bucket Policy is set to deny HTTP requests",
    ),
    remediation_steps="Add to the bucket's policy a Deny of `s3:*` for principal `*` under the condition "
    '`{"Bool": {"aws:SecureTransport": "false"}}`.',
    tags=["s3", "encryption", "CKV_AWS_379"],
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    validate=validate,
)
