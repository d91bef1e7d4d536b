"""A database's password must be made and kept by AWS, not by the program."""

import pulumi_policy as pp

from policies.resources import read

_DATABASES = {"aws:rds/instance:Instance": "password", "aws:rds/cluster:Cluster": "masterPassword"}


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Even as a Pulumi secret it stays in the state for good."""
    if args.resource_type in _DATABASES and read(args).has(_DATABASES[args.resource_type]):
        report_violation(f"The database {args.name} must not get its password from the program.", None)


POLICY = pp.ResourceValidationPolicy(
    name="rds-database-no-literal-password",
    description="Database passwords are managed by AWS.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework("CWE", "4.16", "CWE-798", "Use of Hard-coded Credentials"),
    remediation_steps="Set `manage_master_user_password=True` and remove the password; read it from Secrets Manager.",
    tags=["rds", "credentials"],
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
    validate=validate,
)
