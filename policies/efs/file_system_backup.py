"""Every file system must be backed up."""

import pulumi_policy as pp

from policies.efs.file_systems import configured, declared
from policies.properties import evaluate, some
from policies.resources import Resource


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """What is made by the API has no automatic backups, unlike what is made in the console."""
    policies = configured(args, "aws:efs/backupPolicy:BackupPolicy")

    def check(file_system: Resource) -> None:
        found = policies.get(file_system.urn, ())
        if not some(found, lambda each: each.text("backupPolicy", "status") == "ENABLED"):
            report_violation(f"The file system {file_system.name} must be backed up.", file_system.urn)

    evaluate(declared(args), check)


POLICY = pp.StackValidationPolicy(
    name="efs-file-system-backup",
    description="File systems have automatic backups.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "EFS.7",
        "EFS file systems should have automatic backups enabled",
    ),
    remediation_steps="Declare an `aws.efs.BackupPolicy` with status ENABLED for it.",
    tags=["efs", "deletion"],
    url="https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html",
    validate=validate,
)
