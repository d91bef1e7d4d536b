"""Every bucket must clean up after uploads that were never finished."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate, some
from policies.resources import Resource, of_stack
from policies.s3.buckets import BUCKETS, configured


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Parts of such uploads are listed nowhere and billed for ever."""
    beside = configured(
        args,
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
    )

    def check(bucket: Resource) -> None:
        rules = [rule for each in beside.get(bucket.urn, ()) for rule in each.each("rules")]
        if not some([*rules, *bucket.properties.each("lifecycleRules")], _aborts_uploads):
            report_violation(f"The bucket {bucket.name} must abort unfinished uploads.", bucket.urn)

    evaluate(of_stack(args, *BUCKETS), check)


def _aborts_uploads(rule: Properties) -> bool:
    # The bucket's own rules are older and have other names.
    is_on = rule.text("status") == "Enabled" or rule.flag("enabled")
    days = rule.number("abortIncompleteMultipartUpload", "daysAfterInitiation")
    return is_on and bool(days or rule.number("abortIncompleteMultipartUploadDays")) and _is_for_all(rule)


def _is_for_all(rule: Properties) -> bool:
    narrowing = [rule.at("prefix"), rule.at("tags"), *(value for _, value in rule.items("filter"))]
    return not any(each.known() for each in narrowing)


POLICY = pp.StackValidationPolicy(
    name="s3-bucket-lifecycle",
    description="Every bucket has a lifecycle rule that aborts unfinished uploads.",
    severity=pp.Severity.LOW,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "S3.13",
        "S3 general purpose buckets should have Lifecycle configurations",
    ),
    remediation_steps="Declare an `aws.s3.BucketLifecycleConfiguration` for the bucket with an enabled rule for all "
    'objects that has `abort_incomplete_multipart_upload={"days_after_initiation": 7}`.',
    tags=["s3", "cost", "CKV2_AWS_61", "CKV_AWS_300"],
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html",
    validate=validate,
)
