"""Log groups must keep their logs for a year, encrypted."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate
from policies.resources import read

YEAR_DAYS = 365


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Without a retention (0 means that too) AWS keeps logs for ever, and bills for ever; nobody decided that."""
    if args.resource_type != "aws:cloudwatch/logGroup:LogGroup":
        return

    def is_kept(group: Properties) -> None:
        if (group.number("retentionInDays") or 0) < YEAR_DAYS:
            report_violation(f"The log group {args.name} must say that it keeps logs for a year or more.", None)

    def is_encrypted(group: Properties) -> None:
        if not group.has("kmsKeyId"):
            report_violation(f"The log group {args.name} must use a customer managed key.", None)

    evaluate([read(args)], is_kept, is_encrypted)


POLICY = pp.ResourceValidationPolicy(
    name="cloudwatch-log-group-retention",
    description="Log groups keep their logs for a year or more, encrypted with a customer managed key.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "CloudWatch.16",
        "CloudWatch log groups should be retained for a specified time period",
    ),
    remediation_steps="Set `retention_in_days` to 365 or more, and `kms_key_id`.",
    tags=["cloudwatch", "audit", "encryption", "CKV_AWS_66", "CKV_AWS_158", "CKV_AWS_338", "AWS-0017"],
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    validate=validate,
)
