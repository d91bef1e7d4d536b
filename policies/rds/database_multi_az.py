"""Databases must survive the loss of an availability zone."""

from collections import Counter

import pulumi_policy as pp

from policies.properties import Properties, evaluate
from policies.rds.databases import CLUSTER, INSTANCE, is_replica
from policies.resources import Referenced, Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A cluster of Aurora has as many zones as instances; other clusters always have three."""
    clusters = Referenced(of_stack(args, CLUSTER), "clusterIdentifier")
    members = Counter(
        cluster.urn
        for member in of_stack(args, "aws:rds/clusterInstance:ClusterInstance")
        for cluster in clusters.by(member, "clusterIdentifier")
    )

    def check(database: Resource) -> None:
        found = database.properties
        survives = members[database.urn] > 1 or _has_zones(found) if database.type == CLUSTER else _is_doubled(found)
        if not survives:
            report_violation(f"The database {database.name} must have two availability zones.", database.urn)

    evaluate(of_stack(args, INSTANCE, CLUSTER), check)


def _has_zones(cluster: Properties) -> bool:
    return cluster.has("dbClusterInstanceClass") or cluster.text("engineMode") == "serverless"


def _is_doubled(instance: Properties) -> bool:
    return is_replica(instance) or instance.flag("multiAz")


POLICY = pp.StackValidationPolicy(
    name="rds-database-multi-az",
    description="Databases run in two availability zones or more.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "RDS.5",
        "RDS DB instances should be configured with multiple Availability Zones",
    ),
    remediation_steps="Set `multi_az=True`; give a cluster of Aurora a second `aws.rds.ClusterInstance`.",
    tags=["rds", "availability", "CKV_AWS_157"],
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html",
    validate=validate,
)
