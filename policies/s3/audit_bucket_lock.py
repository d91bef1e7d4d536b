"""Evidence must be locked."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate, some
from policies.resources import Resource, of_stack
from policies.s3.buckets import BUCKETS, configured, evidence_buckets, is_locked

_LOCKS = (
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
)


def _retains(lock: Properties) -> bool:
    return any(lock.number("rule", "defaultRetention", unit) for unit in ("days", "years"))


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Object Lock without a default retention locks nothing that a service writes."""
    locks, evidence = configured(args, *_LOCKS), evidence_buckets(args)

    def check(bucket: Resource) -> None:
        found = [*locks.get(bucket.urn, ()), bucket.properties.at("objectLockConfiguration")]
        if not is_locked(bucket.properties) or not some(found, _retains):
            report_violation(
                f"The audit bucket {bucket.name} must have Object Lock and a default retention.", bucket.urn
            )

    evaluate([bucket for bucket in of_stack(args, *BUCKETS) if bucket.urn in evidence], check)


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
