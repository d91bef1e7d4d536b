"""Databases must not be reachable from the Internet."""

import pulumi_policy as pp

from policies.resources import read

_DATABASES = ("aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Absent means private."""
    if args.resource_type in _DATABASES and read(args).flag("publiclyAccessible"):
        report_violation(f"The database {args.name} must not be publicly accessible.", None)


POLICY = pp.ResourceValidationPolicy(
    name="rds-database-not-public",
    description="Databases have no public address.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "2.2.3",
        "Ensure that RDS instances are not publicly accessible",
    ),
    remediation_steps="Remove `publicly_accessible` and put the database into private subnets.",
    tags=["rds", "public", "CKV_AWS_17", "AWS-0180"],
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    validate=validate,
)
