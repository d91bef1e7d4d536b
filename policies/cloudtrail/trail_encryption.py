"""Log files of a trail must be encrypted with a key of ours."""

import pulumi_policy as pp

from policies.cloudtrail.trails import TRAIL
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """With S3's own key, whoever reads the bucket reads the trail."""
    if args.resource_type == TRAIL and not read(args).has("kmsKeyId"):
        report_violation(f"The trail {args.name} must use a customer managed key.", None)


POLICY = pp.ResourceValidationPolicy(
    name="cloudtrail-trail-encryption",
    description="Trails encrypt their log files with a customer managed key.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "3.5",
        "Ensure CloudTrail logs are encrypted at rest using KMS CMKs",
    ),
    remediation_steps="Set `kms_key_id` to a key whose policy lets CloudTrail use it.",
    tags=["cloudtrail", "audit", "encryption", "CKV_AWS_35", "AWS-0015"],
    url="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html",
    validate=validate,
)
