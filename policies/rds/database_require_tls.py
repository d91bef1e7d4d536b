"""Databases must refuse connections without TLS."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate, some
from policies.rds.databases import CLUSTER, INSTANCE
from policies.resources import Referenced, Resource, of_stack

_GROUPS = {
    INSTANCE: ("parameterGroupName", "aws:rds/parameterGroup:ParameterGroup"),
    CLUSTER: ("dbClusterParameterGroupName", "aws:rds/clusterParameterGroup:ClusterParameterGroup"),
}
_SWITCHES = ("rds.force_ssl", "require_secure_transport")
"""PostgreSQL and SQL Server know the first, MySQL and MariaDB the second."""


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """What holds without a parameter group depends on engine and version, so it must be said."""
    groups = {database: Referenced(of_stack(args, token), "name") for database, (_, token) in _GROUPS.items()}

    def check(database: Resource) -> None:
        chosen = groups[database.type].by(database, _GROUPS[database.type][0])
        if not some((each for group in chosen for each in group.properties.each("parameters")), _demands_tls):
            report_violation(
                f"A parameter group must make {database.name} refuse connections without TLS.", database.urn
            )

    evaluate(of_stack(args, *_GROUPS), check)


def _demands_tls(parameter: Properties) -> bool:
    return parameter.text("name") in _SWITCHES and parameter.text("value").lower() in ("1", "on", "true")


POLICY = pp.StackValidationPolicy(
    name="rds-database-require-tls",
    description="Databases refuse connections without TLS.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "RDS.38",
        "RDS for PostgreSQL DB instances should be encrypted in transit",
    ),
    remediation_steps="Declare an `aws.rds.ParameterGroup` with `rds.force_ssl` = `1` (MySQL, MariaDB: "
    "`require_secure_transport` = `1`) and name it in the database; Oracle and Db2 need an exception.",
    tags=["rds", "encryption", "CKV2_AWS_69"],
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html",
    validate=validate,
)
