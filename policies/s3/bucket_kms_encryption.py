"""Every bucket must be encrypted with a key of ours."""

import pulumi_policy as pp

from policies.kms.keys import has_customer_key
from policies.properties import Properties, evaluate, some
from policies.resources import Resource, of_stack
from policies.s3.buckets import BUCKETS, access_log_buckets, configured

_CONFIGURATIONS = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
)
_OWN = ("serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations")
"""Older properties of the bucket itself."""


def _rules(found: Properties) -> list[Properties]:
    return [rule for each in found.each() for key in ("rules", "rule") for rule in each.each(key)]


def _encrypts(rule: Properties) -> bool:
    default = rule.at("applyServerSideEncryptionByDefault")
    return (
        default.text("sseAlgorithm") in ("aws:kms", "aws:kms:dsse")
        and has_customer_key(default, "kmsMasterKeyId")
        and rule.flag("bucketKeyEnabled")
    )


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS's own default (SSE-S3) has no key policy, so nobody can be kept from reading.

    S3 delivers access logs to no bucket with another default, so the buckets of logs keep it.
    """
    beside, takes_logs = configured(args, *_CONFIGURATIONS), access_log_buckets(args)

    def check(bucket: Resource) -> None:
        own = [bucket.properties.at(key) for key in _OWN]
        rules = [rule for each in (*beside.get(bucket.urn, ()), *own) for rule in _rules(each)]
        if bucket.urn not in takes_logs and not some(rules, _encrypts):
            report_violation(f"The bucket {bucket.name} must use a customer managed key and a bucket key.", bucket.urn)

    evaluate(of_stack(args, *BUCKETS), check)


POLICY = pp.StackValidationPolicy(
    name="s3-bucket-kms-encryption",
    description="Every bucket is encrypted with a customer managed key, through a bucket key.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "S3.17",
        "S3 general purpose buckets should be encrypted at rest with AWS KMS keys",
    ),
    remediation_steps="Declare an `aws.s3.BucketServerSideEncryptionConfiguration` for the bucket with `sse_algorithm` "
    "`aws:kms`, the key's ARN and `bucket_key_enabled=True`.",
    tags=["s3", "encryption", "CKV_AWS_145", "CKV_AWS_19", "AWS-0132"],
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    validate=validate,
)
