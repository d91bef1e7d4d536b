"""Buckets must have a copy elsewhere."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate, some
from policies.resources import Resource, of_stack
from policies.s3.buckets import BUCKETS, LOGGING, configured, takes_access_logs

_REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """The copies themselves need none, nor do access logs, which lie beside what they are about."""
    beside, logging = configured(args, _REPLICATION), of_stack(args, LOGGING)
    copies = [urn for each in of_stack(args, _REPLICATION) for urn in each.dependencies.get("rules", ())]
    rules = [rule for each in of_stack(args, _REPLICATION, *BUCKETS) for rule in _rules(each.properties)]

    def is_copy(bucket: Resource) -> bool:
        name = f":::{bucket.properties.text('bucket')}"
        return bucket.urn in copies or some(rules, lambda rule: rule.text("destination", "bucket").endswith(name))

    def check(bucket: Resource) -> None:
        own = [rule for each in (*beside.get(bucket.urn, ()), bucket.properties) for rule in _rules(each)]
        if some(own, lambda rule: rule.text("status") == "Enabled") or takes_access_logs(bucket, logging):
            return
        if not is_copy(bucket):
            report_violation(f"The bucket {bucket.name} must be copied to another bucket.", bucket.urn)

    evaluate(of_stack(args, *BUCKETS), check)


def _rules(found: Properties) -> list[Properties]:
    nested = [*found.each("replicationConfiguration"), *found.each("replicationConfigurations")]
    return [rule for each in (found, *nested) for rule in each.each("rules")]


POLICY = pp.StackValidationPolicy(
    name="s3-bucket-replication",
    description="Buckets are copied to another bucket.",
    severity=pp.Severity.LOW,
    framework=pp.PolicyComplianceFramework("NIST SP 800-53", "5", "CP-6", "Alternate Storage Site"),
    remediation_steps="Declare an `aws.s3.BucketReplicationConfig` for the bucket, best to another region; the "
    "component `ObjectStore` does with `replica`.",
    tags=["s3", "deletion", "CKV_AWS_144"],
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
    validate=validate,
)
