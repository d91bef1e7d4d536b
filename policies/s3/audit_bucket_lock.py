"""Evidence must be locked."""

import pulumi_policy as pp

from policies.cloudtrail.trails import TRAIL, takes_trails
from policies.properties import Properties, evaluate
from policies.resources import Resource, of_stack
from policies.s3.buckets import BUCKETS, beside


def _retains(lock: Properties) -> bool:
    return any(lock.number("rule", "defaultRetention", unit) for unit in ("days", "years"))


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Object Lock without a default retention locks nothing that a service writes."""
    trails, flow_logs = of_stack(args, TRAIL), of_stack(args, "aws:ec2/flowLog:FlowLog")
    locks = of_stack(args, "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")

    def check(bucket: Resource) -> None:
        is_locked = bucket.properties.flag("objectLockEnabled")
        if not is_locked or not any(_retains(lock) for lock in beside(bucket, locks)):
            report_violation(
                f"The audit bucket {bucket.name} must have Object Lock and a default retention.", bucket.urn
            )

    def holds_evidence(bucket: Resource) -> bool:
        return takes_trails(bucket, trails) or any(log.refers_to(bucket, "logDestination", "arn") for log in flow_logs)

    evaluate(filter(holds_evidence, of_stack(args, *BUCKETS)), check)


POLICY = pp.StackValidationPolicy(
    name="s3-audit-bucket-lock",
    description="Buckets of trails and flow logs have Object Lock with a default retention.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "S3.15",
        "S3 general purpose buckets should have Object Lock enabled",
    ),
    remediation_steps="Set `object_lock_enabled=True` and declare an `aws.s3.BucketObjectLockConfiguration` with a "
    "`default_retention`. Object Lock is decided when the bucket is made.",
    tags=["s3", "audit", "CKV_AWS_143"],
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
    validate=validate,
)
