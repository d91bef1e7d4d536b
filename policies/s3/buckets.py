"""Buckets and what is declared beside them."""

from policies.properties import Properties
from policies.resources import Resource

BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
BUCKET_POLICIES = ("aws:s3/bucketPolicy:BucketPolicy",)
LOGGING = "aws:s3/bucketLogging:BucketLogging"


def takes_access_logs(bucket: Resource, logging: list[Resource]) -> bool:
    """Whether other buckets log the access to them into this one."""
    return any(each.refers_to(bucket, "targetBucket", "bucket") for each in logging)


def beside(bucket: Resource, resources: list[Resource]) -> list[Properties]:
    """The properties of those resources that configure this bucket."""
    return [resource.properties for resource in resources if resource.refers_to(bucket, "bucket", "bucket")]
