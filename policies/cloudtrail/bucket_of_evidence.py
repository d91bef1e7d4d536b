"""The bucket of a trail must be written by services only, and watched itself."""

import pulumi_policy as pp

from policies.cloudtrail.trails import TRAIL, takes_trails
from policies.iam.documents import is_allow, statements
from policies.properties import Properties, evaluate
from policies.resources import Resource, of_stack
from policies.s3.buckets import BUCKET_POLICIES, BUCKETS, LOGGING, beside


def _lets_people_in(policy: Properties) -> bool:
    return any(
        is_allow(statement) and {kind for kind, _ in statement.items("Principal")} != {"Service"}
        for statement in statements(policy, "policy")
    )


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Whoever can write there can forge evidence, and whoever reads it unseen learns what is being watched."""
    trails = of_stack(args, TRAIL)
    logging, policies = of_stack(args, LOGGING), of_stack(args, *BUCKET_POLICIES)

    def is_logged(bucket: Resource) -> None:
        if not beside(bucket, logging):
            report_violation(f"Access to the trail's bucket {bucket.name} must be logged.", bucket.urn)

    def is_closed(bucket: Resource) -> None:
        if any(_lets_people_in(policy) for policy in beside(bucket, policies)):
            report_violation(f"The policy of the trail's bucket {bucket.name} must let only services in.", bucket.urn)

    holding = [bucket for bucket in of_stack(args, *BUCKETS) if takes_trails(bucket, trails)]
    evaluate(holding, is_logged, is_closed)


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
