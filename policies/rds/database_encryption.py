"""Databases must be encrypted with a key of ours."""

import pulumi_policy as pp

from policies.kms.keys import has_customer_key
from policies.rds.databases import DATABASES, is_replica
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS leaves storage in plain text unless asked, and only a new database can be encrypted."""
    if args.resource_type not in DATABASES or is_replica(read(args)):
        return
    database = read(args)
    if not has_customer_key(database, "kmsKeyId") or not database.flag("storageEncrypted"):
        report_violation(f"The database {args.name} must be encrypted with a customer managed key.", None)


POLICY = pp.ResourceValidationPolicy(
    name="rds-database-encryption",
    description="Databases are encrypted with a customer managed key.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "2.2.1",
        "Ensure that encryption-at-rest is enabled for RDS instances",
    ),
    remediation_steps="Set `storage_encrypted=True` and `kms_key_id` when the database is made; later both replace it.",
    tags=["rds", "encryption", "CKV_AWS_16", "CKV_AWS_96", "CKV_AWS_327", "AWS-0079", "AWS-0080"],
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
    validate=validate,
)
