"""Buckets and what is declared beside them."""

import re
from collections import defaultdict

import pulumi_policy as pp

from policies.cloudtrail.trails import TRAIL
from policies.properties import Properties
from policies.resources import Referenced, Resource, of_stack

BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
BUCKET_POLICIES = ("aws:s3/bucketPolicy:BucketPolicy",)
LOGGING = "aws:s3/bucketLogging:BucketLogging"
EVERY_OBJECT = re.compile(r"\*|arn:[^:]+:s3:::([^/]+/)?\*")
"""A policy's resource that stands for all objects of a bucket."""
_LOG_TARGETS = {
    TRAIL: "s3BucketName",
    LOGGING: "targetBucket",
    "aws:s3/bucketLoggingV2:BucketLoggingV2": "targetBucket",
    "aws:ec2/flowLog:FlowLog": "logDestination",
}


def takes_access_logs(bucket: Resource, logging: list[Resource]) -> bool:
    """Whether other buckets log the access to them into this one."""
    return any(each.refers_to(bucket, "targetBucket", "bucket") for each in logging)


def beside(bucket: Resource, resources: list[Resource]) -> list[Properties]:
    """The properties of those resources that configure this bucket."""
    return [resource.properties for resource in resources if resource.refers_to(bucket, "bucket", "bucket")]


def configured(args: pp.StackValidationArgs, *types: str) -> dict[str, list[Properties]]:
    """What resources of these types say of each bucket, by the bucket's URN."""
    buckets = Referenced(of_stack(args, *BUCKETS), "bucket")
    found: dict[str, list[Properties]] = defaultdict(list)
    for resource in of_stack(args, *types):
        for bucket in buckets.by(resource, "bucket"):
            found[bucket.urn].append(resource.properties)
    return found


def log_buckets(args: pp.StackValidationArgs) -> set[str]:
    """URNs of the buckets that take logs of any kind."""
    buckets = Referenced(of_stack(args, *BUCKETS), "bucket")
    return {
        bucket.urn
        for source in of_stack(args, *_LOG_TARGETS)
        for bucket in buckets.by(source, _LOG_TARGETS[source.type])
    }
