"""Databases must be backed up for a week."""

import pulumi_policy as pp

from policies.rds.databases import DATABASES, is_replica
from policies.resources import read

WEEK_DAYS = 7


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Without a word the provider makes an instance without backups, AWS a cluster with those of one day."""
    if args.resource_type not in DATABASES or is_replica(read(args)):
        return
    if (read(args).number("backupRetentionPeriod") or 0) < WEEK_DAYS:
        report_violation(f"Backups of the database {args.name} must be kept for {WEEK_DAYS} days or more.", None)


POLICY = pp.ResourceValidationPolicy(
    name="rds-database-backup",
    description="Backups of databases are kept for a week or more.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "RDS.11",
        "RDS instances should have automatic backups enabled",
    ),
    remediation_steps="Set `backup_retention_period` to 7 or more.",
    tags=["rds", "deletion", "CKV_AWS_133", "AWS-0077"],
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
    validate=validate,
)
