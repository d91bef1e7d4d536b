"""Access to a bucket must be logged."""

import pulumi_policy as pp

from policies.properties import evaluate
from policies.resources import Resource, of_stack
from policies.s3.buckets import BUCKETS, LOGGING, access_log_buckets, configured


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """The bucket that takes the logs would log itself without end."""
    takes_logs, logging = access_log_buckets(args), configured(args, *LOGGING)

    def check(bucket: Resource) -> None:
        own = [*bucket.properties.each("logging"), *bucket.properties.each("loggings")]
        if not own and bucket.urn not in takes_logs and bucket.urn not in logging:
            report_violation(f"Access to the bucket {bucket.name} must be logged.", bucket.urn)

    evaluate(of_stack(args, *BUCKETS), check)


POLICY = pp.StackValidationPolicy(
    name="s3-bucket-access-log",
    description="Access to every bucket is logged to another bucket.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "S3.9",
        "S3 general purpose buckets should have server access logging enabled",
    ),
    remediation_steps="Declare an `aws.s3.BucketLogging` for the bucket.",
    tags=["s3", "audit", "CKV_AWS_18", "AWS-0089"],
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
    validate=validate,
)
