"""The bucket that takes access logs must have no Object Lock."""

import pulumi_policy as pp

from policies.properties import evaluate
from policies.resources import Resource, of_stack
from policies.s3.buckets import BUCKETS, access_log_buckets, is_locked


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """S3 refuses such a target, or delivers nothing to one that is locked later."""
    takes_logs = access_log_buckets(args)

    def check(bucket: Resource) -> None:
        if is_locked(bucket.properties):
            report_violation(f"The bucket {bucket.name} takes access logs and must have no Object Lock.", bucket.urn)

    evaluate([bucket for bucket in of_stack(args, *BUCKETS) if bucket.urn in takes_logs], check)


POLICY = pp.StackValidationPolicy(
    name="s3-log-target-unlocked",
    description="Buckets that take access logs have no Object Lock.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "Amazon S3 User Guide", "2026", "object-lock-managing", "Object Lock and server access log destinations"
    ),
    remediation_steps="Send access logs to another bucket, versioned and without Object Lock, whose policy denies "
    "deletion.",
    tags=["s3", "audit"],
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html",
    validate=validate,
)
