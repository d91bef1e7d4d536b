"""Log files of a trail must be signed."""

import pulumi_policy as pp

from policies.cloudtrail.trails import TRAIL
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Without digests nobody can tell whether a log file was changed."""
    if args.resource_type == TRAIL and not read(args).flag("enableLogFileValidation"):
        report_violation(f"The trail {args.name} must sign its log files.", None)


POLICY = pp.ResourceValidationPolicy(
    name="cloudtrail-trail-log-validation",
    description="Trails validate the integrity of their log files.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "3.2",
        "Ensure CloudTrail log file validation is enabled",
    ),
    remediation_steps="Set `enable_log_file_validation=True`.",
    tags=["cloudtrail", "audit", "CKV_AWS_36", "AWS-0016"],
    url="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html",
    validate=validate,
)
