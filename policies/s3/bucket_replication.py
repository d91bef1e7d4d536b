"""Buckets must have a copy elsewhere."""

import pulumi_policy as pp

from policies.properties import NotEvaluatedError, Properties, evaluate, some
from policies.resources import Resource, of_stack
from policies.s3.buckets import BUCKETS, access_log_buckets, configured

_REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """The copies themselves need none, nor do access logs, which lie beside what they are about."""
    beside, takes_logs = configured(args, _REPLICATION), access_log_buckets(args)
    copies, unknown = _copies(args)

    def check(bucket: Resource) -> None:
        own = [rule for each in (*beside.get(bucket.urn, ()), bucket.properties) for rule in _rules(each)]
        is_copy = not copies.isdisjoint({bucket.urn, bucket.properties.text("bucket")})
        if is_copy or bucket.urn in takes_logs or some(own, lambda rule: rule.text("status") == "Enabled"):
            return
        if not some(unknown, lambda destination: destination.text() == ""):
            report_violation(f"The bucket {bucket.name} must be copied to another bucket.", bucket.urn)

    evaluate(of_stack(args, *BUCKETS), check)


def _copies(args: pp.StackValidationArgs) -> tuple[set[str], list[Properties]]:
    """URNs and names of the buckets that others are copied to, and destinations that are not known yet."""
    copies: set[str] = set()
    unknown: list[Properties] = []
    for source in of_stack(args, _REPLICATION, *BUCKETS):
        origins = source.dependencies.get("rules", frozenset())
        copies |= origins
        for destination in (rule.at("destination", "bucket") for rule in _rules(source.properties)):
            try:
                copies.add(destination.text().rpartition(":")[2])
            except NotEvaluatedError:
                unknown += [] if origins else [destination]
    return copies - {""}, unknown


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
