"""The bucket of a trail must be written by services only, and watched itself."""

import pulumi_policy as pp

from policies.iam.documents import is_allow, statements
from policies.properties import Properties, evaluate, some
from policies.resources import Resource, of_stack
from policies.s3.buckets import BUCKET_POLICIES, BUCKETS, LOGGING, configured, trail_buckets


def _lets_people_in(policy: Properties) -> bool:
    return any(
        is_allow(statement) and {kind for kind, _ in statement.items("Principal")} != {"Service"}
        for statement in statements(policy, "policy")
    )


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Whoever can write there can forge evidence, and whoever reads it unseen learns what is being watched."""
    logging, policies = configured(args, *LOGGING), configured(args, *BUCKET_POLICIES)
    trails = trail_buckets(args)

    def is_logged(bucket: Resource) -> None:
        if bucket.urn not in logging:
            report_violation(f"Access to the trail's bucket {bucket.name} must be logged.", bucket.urn)

    def is_closed(bucket: Resource) -> None:
        if some([*policies.get(bucket.urn, ()), bucket.properties], _lets_people_in):
            report_violation(f"The policy of the trail's bucket {bucket.name} must let only services in.", bucket.urn)

    evaluate([bucket for bucket in of_stack(args, *BUCKETS) if bucket.urn in trails], is_logged, is_closed)


POLICY = pp.StackValidationPolicy(
    name="cloudtrail-bucket-of-evidence",
    description="Buckets of trails are written by AWS services only, and access to them is logged.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "3.4",
        "Ensure that server access logging is enabled on the CloudTrail S3 bucket",
    ),
    remediation_steps="Declare an `aws.s3.BucketLogging` for the bucket, and let its policy allow service principals "
    "only; people read through their IAM policies.",
    tags=["cloudtrail", "s3", "audit", "AWS-0161", "AWS-0163"],
    url="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
    validate=validate,
)
