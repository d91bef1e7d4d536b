"""Access to buckets must be given by policies, not by ACLs."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate
from policies.resources import read
from policies.s3.buckets import BUCKETS

_ACLS = ("aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2")
_OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
_WITH_ACL_PROPERTIES = (
    *BUCKETS,
    "aws:s3/bucketObject:BucketObject",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:s3/objectCopy:ObjectCopy",
)


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Buckets are made without ACLs since 2023, so what says nothing is right."""
    if args.resource_type in _ACLS:
        report_violation(f"{args.name} must not give access by an ACL.", None)
    if args.resource_type in _WITH_ACL_PROPERTIES:
        for key in ("acl", "grants"):
            if read(args).has(key):
                report_violation(f"`{key}` of {args.name} must not give access by an ACL.", None)

    def check(rule: Properties) -> None:
        if rule.text("objectOwnership") != "BucketOwnerEnforced":
            report_violation(f"The ownership controls {args.name} must switch ACLs off.", None)

    evaluate([read(args).at("rule")] if args.resource_type == _OWNERSHIP else [], check)


POLICY = pp.ResourceValidationPolicy(
    name="s3-bucket-no-acl",
    description="Nothing in S3 gives access by an ACL.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "S3.12",
        "ACLs should not be used to manage user access to S3 general purpose buckets",
    ),
    remediation_steps='Set `rule={"object_ownership": "BucketOwnerEnforced"}` in `aws.s3.BucketOwnershipControls`, and '
    "give access in the bucket's policy.",
    tags=["s3", "access", "CKV2_AWS_65", "CKV_AWS_20", "CKV_AWS_57", "CKV_AWS_375", "AWS-0092"],
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
    validate=validate,
)
