"""A public access block must block everything it can."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate
from policies.resources import read

SWITCHES = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
_BLOCKS = (
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
)


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS leaves off what is absent."""
    if args.resource_type not in _BLOCKS:
        return

    def check(switch: Properties) -> None:
        if not switch.flag():
            report_violation(f"The public access block {args.name} must set `{switch.path}`.", None)

    block = read(args)
    evaluate([block.at(name) for name in SWITCHES], check)


POLICY = pp.ResourceValidationPolicy(
    name="s3-public-access-block-complete",
    description="Public access blocks have all four switches on.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "2.1.4",
        "Ensure that S3 is configured with 'Block Public Access' enabled",
    ),
    remediation_steps="Set `block_public_acls`, `block_public_policy`, `ignore_public_acls` and "
    "`restrict_public_buckets` to `True`.",
    tags=["s3", "public", "CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56", "AWS-0086", "AWS-0087", "AWS-0091"],
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    validate=validate,
)
