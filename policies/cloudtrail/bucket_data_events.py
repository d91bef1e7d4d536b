"""Every access to the objects of a data bucket must be recorded."""

import pulumi_policy as pp

from policies.cloudtrail.trails import TRAIL, watches
from policies.properties import evaluate
from policies.resources import Resource, of_stack
from policies.s3.buckets import BUCKETS, access_log_buckets, trail_buckets


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A trail alone records who changed a bucket, not who read a model. Buckets of logs are no data buckets."""
    trails, logs = of_stack(args, TRAIL), access_log_buckets(args) | trail_buckets(args)

    def check(bucket: Resource) -> None:
        if bucket.urn not in logs and not any(watches(trail, bucket) for trail in trails):
            report_violation(f"A trail must record reads and writes of the objects in {bucket.name}.", bucket.urn)

    evaluate(of_stack(args, *BUCKETS), check)


POLICY = pp.StackValidationPolicy(
    name="cloudtrail-bucket-data-events",
    description="Reads and writes of every data bucket's objects are recorded by a trail.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "3.8",
        "Ensure that object-level logging for write events is enabled for S3 buckets",
    ),
    remediation_steps="Add an advanced event selector to an `aws.cloudtrail.Trail`: `eventCategory` Data, "
    "`resources.type` AWS::S3::Object, `resources.ARN` beginning with the bucket's ARN and a slash.",
    tags=["cloudtrail", "audit", "tenant", "AWS-0171", "AWS-0172"],
    url="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html",
    validate=validate,
)
