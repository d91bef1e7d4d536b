"""Databases must not go with everything in them."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate
from policies.rds.databases import DATABASES, is_replica
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS protects none unless asked. A replica has nothing of its own, and takes no snapshot when it goes."""

    def is_protected(database: Properties) -> None:
        if not database.flag("deletionProtection"):
            report_violation(f"The database {args.name} must be protected from deletion.", None)

    def leaves_snapshot(database: Properties) -> None:
        if database.flag("skipFinalSnapshot"):
            report_violation(f"The database {args.name} must leave a snapshot when it is deleted.", None)

    databases = [read(args)] if args.resource_type in DATABASES else []
    evaluate([each for each in databases if not is_replica(each)], is_protected, leaves_snapshot)


POLICY = pp.ResourceValidationPolicy(
    name="rds-database-deletion-protection",
    description="Databases are protected from deletion and leave a snapshot.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "RDS.8",
        "RDS DB instances should have deletion protection enabled",
    ),
    remediation_steps="Set `deletion_protection=True`, `skip_final_snapshot=False` and `final_snapshot_identifier`.",
    tags=["rds", "deletion", "CKV_AWS_139", "CKV_AWS_293", "AWS-0177", "AWS-0343"],
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
    validate=validate,
)
