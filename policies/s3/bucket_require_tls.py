"""Every bucket must refuse requests without TLS."""

import pulumi_policy as pp

from policies.iam.documents import refuses_plain_text, statements
from policies.properties import Properties, evaluate, some
from policies.resources import Resource, of_stack
from policies.s3.buckets import BUCKET_POLICIES, BUCKETS, EVERY_OBJECT, configured


def _refuses_plain_text(statement: Properties) -> bool:
    every_object = any(EVERY_OBJECT.fullmatch(resource) for resource in statement.texts("Resource"))
    return every_object and refuses_plain_text(statement, "s3")


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
