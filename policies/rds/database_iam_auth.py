"""People and pods must sign in to databases with their roles, not with passwords."""

import pulumi_policy as pp

from policies.rds.databases import DATABASES
from policies.resources import read

_WITHOUT_IAM = ("custom-", "db2-", "oracle-", "sqlserver-")
"""Engines that know no IAM authentication (Amazon RDS user guide, IAM database authentication, 2026)."""


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Absent means off."""
    if args.resource_type not in DATABASES or read(args).flag("iamDatabaseAuthenticationEnabled"):
        return
    if not read(args).text("engine").startswith(_WITHOUT_IAM):
        report_violation(f"The database {args.name} must take IAM roles.", None)


POLICY = pp.ResourceValidationPolicy(
    name="rds-database-iam-auth",
    description="Databases take IAM roles in place of passwords.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "RDS.10",
        "IAM authentication should be configured for RDS instances",
    ),
    remediation_steps="Set `iam_database_authentication_enabled=True` and give roles `rds-db:connect`.",
    tags=["rds", "access", "CKV_AWS_161", "CKV_AWS_162", "AWS-0176"],
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html",
    validate=validate,
)
