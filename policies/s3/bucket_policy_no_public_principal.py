"""A bucket policy must not let everybody in."""

import pulumi_policy as pp

from policies.iam import public_statements
from policies.s3.buckets import BUCKET_POLICIES, BUCKETS


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """The old `policy` property of the bucket itself counts too."""
    if args.resource_type in (*BUCKET_POLICIES, *BUCKETS):
        public_statements.refuse(args, report_violation)


POLICY = pp.ResourceValidationPolicy(
    name="s3-bucket-policy-no-public-principal",
    description="Bucket policies allow named principals only.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "S3.3",
        "S3 general purpose buckets should block public write access",
    ),
    remediation_steps="Name the principals in the policy, or narrow `*` by a condition on `aws:PrincipalOrgID`, "
    "`aws:SourceVpce` or `aws:SourceAccount` with a fixed value.",
    tags=["s3", "public", "CKV_AWS_70"],
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"
    "#access-control-block-public-access-policy-status",
    validate=validate,
)
