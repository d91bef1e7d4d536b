"""Buckets and what is declared beside them."""

import re
from collections import defaultdict

import pulumi_policy as pp

from policies.cloudtrail.trails import TRAIL
from policies.properties import Properties
from policies.resources import Referenced, known_text, of_stack

BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
BUCKET_POLICIES = ("aws:s3/bucketPolicy:BucketPolicy",)
LOGGING = ("aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2")
EVERY_OBJECT = re.compile(r"\*|arn:[^:]+:s3:::([^/]+/)?\*")
"""A policy's resource that stands for all objects of a bucket."""


def configured(args: pp.StackValidationArgs, *types: str) -> dict[str, list[Properties]]:
    """What resources of these types say of each bucket, by the bucket's URN."""
    buckets = Referenced(of_stack(args, *BUCKETS), "bucket")
    found: dict[str, list[Properties]] = defaultdict(list)
    for resource in of_stack(args, *types):
        for bucket in buckets.by(resource, "bucket"):
            found[bucket.urn].append(resource.properties)
    return found


def access_log_buckets(args: pp.StackValidationArgs) -> set[str]:
    """URNs of the buckets that other buckets log the access to them into."""
    return _targets(args, "targetBucket", *LOGGING)


def evidence_buckets(args: pp.StackValidationArgs) -> set[str]:
    """URNs of the buckets that trails and flow logs are written to."""
    return trail_buckets(args) | _targets(args, "logDestination", "aws:ec2/flowLog:FlowLog")


def trail_buckets(args: pp.StackValidationArgs) -> set[str]:
    """URNs of the buckets that trails are written to."""
    return _targets(args, "s3BucketName", TRAIL)


def _targets(args: pp.StackValidationArgs, key: str, *types: str) -> set[str]:
    buckets = Referenced(of_stack(args, *BUCKETS), "bucket")
    found: set[str] = set()
    for source in of_stack(args, *types):
        name = known_text(source.properties, key).rpartition(":::")[2].partition("/")[0]
        found |= {bucket.urn for bucket in (*buckets.by(source, key), buckets.named(name)) if bucket}
    return found


def is_locked(bucket: Properties) -> bool:
    """Whether a bucket is made with Object Lock."""
    return bucket.flag("objectLockEnabled") or bucket.text("objectLockConfiguration", "objectLockEnabled") == "Enabled"
