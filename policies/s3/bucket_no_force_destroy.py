"""Deleting a bucket must not delete what is in it."""

import pulumi_policy as pp

from policies.resources import read
from policies.s3.buckets import BUCKETS


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """S3 itself refuses to delete a bucket that is not empty."""
    if args.resource_type in BUCKETS and read(args).flag("forceDestroy"):
        report_violation(f"The bucket {args.name} must not be emptied when it is deleted.", None)


POLICY = pp.ResourceValidationPolicy(
    name="s3-bucket-no-force-destroy",
    description="Buckets are never emptied by Pulumi.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC08-BP04", "Enforce access control"
    ),
    remediation_steps="Set `force_destroy=False`.",
    tags=["s3", "deletion"],
    url="https://docs.aws.amazon.com/wellarchitected/latest/framework/sec_protect_data_rest_access_control.html",
    validate=validate,
)
