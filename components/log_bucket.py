"""A log bucket: one S3 bucket that services write and nobody deletes from."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import log_delivery
from components.iam_documents import Statement, tls_only
from components.private_bucket import private_bucket


class LogBucketArgs(TypedDict):
    """What a LogBucket is made from."""

    bucket_name: str
    """Name of the bucket, unique in the world."""
    partition: str
    """AWS partition, for ARNs."""
    account_id: str
    """Account of the bucket."""
    region: str
    """Region of the bucket."""
    retention_days: int
    """Days after which a log expires."""
    object_lock: NotRequired[str]
    """`COMPLIANCE`: until it expires nobody can delete a log, not even the account's root user. `GOVERNANCE`: only who
    has s3:BypassGovernanceRetention. Can be changed later, but not taken off. Default: no Object Lock, as S3 demands of
    a bucket that takes access logs; the bucket's policy still denies deletions."""
    key_arn: NotRequired[Input[str]]
    """KMS key that encrypts the logs. Default: S3's own key, the only one that S3 writes access logs with."""
    access_logs_of: NotRequired[Sequence[str]]
    """Names of the buckets whose access logs S3 may write here. Default: none."""
    trail_arns: NotRequired[Sequence[str]]
    """CloudTrail trails that may write here. Default: none."""
    flow_logs: NotRequired[bool]
    """Whether VPC flow logs of this account and region may be written here. Default: false."""
    access_log_bucket: NotRequired[Input[str]]
    """Bucket that gets this bucket's own access log. Default: no access log."""
    force_destroy: NotRequired[Input[bool]]
    """Whether deleting the bucket deletes the logs too, those under compliance retention excepted. Default: false."""


class LogBucket(ComponentResource):
    """A private, versioned, encrypted bucket that named services write logs to; locked where that is asked for."""

    bucket_name: Output[str]
    """Name of the bucket."""
    bucket_arn: Output[str]
    """ARN of the bucket."""

    def __init__(self, name: str, args: LogBucketArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:LogBucket", name, None, opts)
        made = private_bucket(
            name,
            self,
            bucket_name=args["bucket_name"],
            statements=_statements(args),
            lifecycle=[
                {
                    "id": "expire-logs",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "expiration": {"days": args["retention_days"]},
                    "noncurrent_version_expiration": {"noncurrent_days": 1},
                }
            ],
            key_arn=args.get("key_arn"),
            force_destroy=args.get("force_destroy", False),
            access_log_bucket=args.get("access_log_bucket"),
            object_lock="object_lock" in args,
        )
        bucket = made.bucket
        if "object_lock" in args:
            aws.s3.BucketObjectLockConfiguration(
                f"{name}-object-lock",
                bucket=bucket.id,
                rule={"default_retention": {"mode": args["object_lock"], "days": args["retention_days"]}},
                opts=ResourceOptions(parent=self, depends_on=[made.versioning]),
            )
        self.bucket_name = bucket.bucket
        self.bucket_arn = bucket.arn
        self.register_outputs({"bucket_name": self.bucket_name, "bucket_arn": self.bucket_arn})


def _statements(args: LogBucketArgs) -> Sequence[Statement]:
    partition, bucket, account = args["partition"], args["bucket_name"], args["account_id"]
    sources, trails = args.get("access_logs_of", []), args.get("trail_arns", [])
    return [
        tls_only(partition, bucket),
        log_delivery.logs_stay(partition, bucket),
        *([log_delivery.access_logs(partition, bucket, account, sources)] if sources else []),
        *(log_delivery.trails(partition, bucket, account, trails) if trails else []),
        *(log_delivery.flow_logs(partition, bucket, account, args["region"]) if args.get("flow_logs") else []),
    ]
