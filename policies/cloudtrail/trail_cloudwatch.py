"""What a trail records must be searchable at once."""

import pulumi_policy as pp

from policies.cloudtrail.trails import TRAIL
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Files in a bucket alone raise no alarm."""
    if args.resource_type == TRAIL and not read(args).has("cloudWatchLogsGroupArn"):
        report_violation(f"The trail {args.name} must send its events to CloudWatch Logs.", None)


POLICY = pp.ResourceValidationPolicy(
    name="cloudtrail-trail-cloudwatch",
    description="Trails send their events to CloudWatch Logs.",
    severity=pp.Severity.LOW,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "CloudTrail.5",
        "CloudTrail trails should be integrated with Amazon CloudWatch Logs",
    ),
    remediation_steps="Set `cloud_watch_logs_group_arn` and `cloud_watch_logs_role_arn`.",
    tags=["cloudtrail", "audit", "CKV2_AWS_10", "AWS-0162"],
    url="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/monitor-cloudtrail-log-files-with-cloudwatch-logs.html",
    validate=validate,
)
