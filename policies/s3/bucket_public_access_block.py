"""Every bucket must have a public access block."""

import pulumi_policy as pp

from policies.properties import evaluate
from policies.resources import Resource, of_stack
from policies.s3.buckets import BUCKETS, configured


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Whether its four switches are on is for `s3-public-access-block-complete` to say."""
    blocked = configured(args, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")

    def check(bucket: Resource) -> None:
        if bucket.urn not in blocked:
            report_violation(f"The bucket {bucket.name} must have a public access block.", bucket.urn)

    evaluate(of_stack(args, *BUCKETS), check)


POLICY = pp.StackValidationPolicy(
    name="s3-bucket-public-access-block",
    description="Every bucket has a public access block.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "2.1.4",
        "Ensure that S3 is configured with 'Block Public Access' enabled",
    ),
    remediation_steps="Declare an `aws.s3.BucketPublicAccessBlock` for the bucket with all four switches `True`.",
    tags=["s3", "public", "CKV2_AWS_6", "AWS-0094"],
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    validate=validate,
)
