"""A log bucket: one S3 bucket that services write and nobody deletes from."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import log_delivery
from components.iam_documents import Statement, document


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
        here = ResourceOptions(parent=self)
        is_locked = "object_lock" in args
        bucket = aws.s3.Bucket(
            f"{name}-bucket",
            bucket=args["bucket_name"],
            object_lock_enabled=is_locked,
            force_destroy=args.get("force_destroy", False),
            opts=here,
        )
        access_block = aws.s3.BucketPublicAccessBlock(
            f"{name}-public-access-block",
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=here,
        )
        aws.s3.BucketOwnershipControls(
            f"{name}-ownership", bucket=bucket.id, rule={"object_ownership": "BucketOwnerEnforced"}, opts=here
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption", bucket=bucket.id, rules=[_encryption(args)], opts=here
        )
        versioning = aws.s3.BucketVersioning(
            f"{name}-versioning", bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=here
        )
        versioned = ResourceOptions(parent=self, depends_on=[versioning])
        if is_locked:
            aws.s3.BucketObjectLockConfiguration(
                f"{name}-object-lock",
                bucket=bucket.id,
                rule={"default_retention": {"mode": args.get("object_lock"), "days": args["retention_days"]}},
                opts=versioned,
            )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle", bucket=bucket.id, rules=_expiry(args["retention_days"]), opts=versioned
        )
        aws.s3.BucketPolicy(
            f"{name}-policy",
            bucket=bucket.id,
            policy=document(*_statements(args)),
            opts=ResourceOptions(parent=self, depends_on=[access_block]),
        )
        if "access_log_bucket" in args:
            aws.s3.BucketLogging(
                f"{name}-access-log",
                bucket=bucket.id,
                target_bucket=args["access_log_bucket"],
                target_prefix=f"{args['bucket_name']}/",
                opts=here,
            )
        self.bucket_name = bucket.bucket
        self.bucket_arn = bucket.arn
        self.register_outputs({"bucket_name": self.bucket_name, "bucket_arn": self.bucket_arn})


def _encryption(args: LogBucketArgs) -> aws.s3.BucketServerSideEncryptionConfigurationRuleArgsDict:
    if "key_arn" not in args:
        return {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}, "bucket_key_enabled": False}
    default: aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgsDict = {
        "sse_algorithm": "aws:kms",
        "kms_master_key_id": args["key_arn"],
    }
    return {"apply_server_side_encryption_by_default": default, "bucket_key_enabled": True}


def _expiry(days: int) -> Sequence[aws.s3.BucketLifecycleConfigurationRuleArgsDict]:
    return [
        {
            "id": "abort-unfinished-uploads",
            "status": "Enabled",
            "filter": {"prefix": ""},
            "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
        },
        {
            "id": "expire-logs",
            "status": "Enabled",
            "filter": {"prefix": ""},
            "expiration": {"days": days},
            "noncurrent_version_expiration": {"noncurrent_days": 1},
        },
    ]


def _statements(args: LogBucketArgs) -> Sequence[Statement]:
    partition, bucket, account = args["partition"], args["bucket_name"], args["account_id"]
    sources, trails = args.get("access_logs_of", []), args.get("trail_arns", [])
    return [
        log_delivery.tls_only(partition, bucket),
        log_delivery.logs_stay(partition, bucket),
        *([log_delivery.access_logs(partition, bucket, account, sources)] if sources else []),
        *(log_delivery.trails(partition, bucket, account, trails) if trails else []),
        *(log_delivery.flow_logs(partition, bucket, account, args["region"]) if args.get("flow_logs") else []),
    ]
