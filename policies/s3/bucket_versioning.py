"""Every bucket must keep what is overwritten or deleted."""

import pulumi_policy as pp

from policies.properties import evaluate, some
from policies.resources import Resource, of_stack
from policies.s3.buckets import BUCKETS, configured


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS makes buckets without versions. The bucket's own, older property counts as well."""
    beside = configured(
        args, "aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"
    )

    def check(bucket: Resource) -> None:
        statuses = [each.at("versioningConfiguration") for each in beside.get(bucket.urn, ())]
        own = [*bucket.properties.each("versioning"), *bucket.properties.each("versionings")]
        is_versioned = some(statuses, lambda each: each.text("status") == "Enabled") or some(
            own, lambda each: each.flag("enabled")
        )
        if not is_versioned:
            report_violation(f"The bucket {bucket.name} must keep versions.", bucket.urn)

    evaluate(of_stack(args, *BUCKETS), check)


POLICY = pp.StackValidationPolicy(
    name="s3-bucket-versioning",
    description="Every bucket keeps versions of its objects.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework("NIST SP 800-53", "5", "CP-9", "System Backup"),
    remediation_steps="Declare an `aws.s3.BucketVersioning` for the bucket with "
    '`versioning_configuration={"status": "Enabled"}`.',
    tags=["s3", "deletion", "CKV_AWS_21", "AWS-0090"],
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
    validate=validate,
)
