"""A private bucket: the resources that every S3 bucket of the platform has, in one place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi_aws as aws
from pulumi import Input, Resource, ResourceOptions

from components.iam_documents import Statement, document

Expiry = Sequence[aws.s3.BucketLifecycleConfigurationRuleArgsDict]


@dataclass(frozen=True)
class PrivateBucket:
    """A bucket, and what others of its parts wait for."""

    bucket: aws.s3.Bucket
    versioning: aws.s3.BucketVersioning


def private_bucket(
    name: str,
    parent: Resource,
    *,
    bucket_name: str,
    statements: Sequence[Statement],
    lifecycle: Expiry,
    key_arn: Input[str] | None,
    force_destroy: Input[bool],
    access_log_bucket: Input[str] | None,
    object_lock: bool | None = None,
    tags: Mapping[str, str] | None = None,
) -> PrivateBucket:
    """A versioned, encrypted bucket without ACLs that cannot become public; without a key S3's own encrypts it."""
    here = ResourceOptions(parent=parent)
    bucket = aws.s3.Bucket(
        f"{name}-bucket",
        bucket=bucket_name,
        object_lock_enabled=object_lock,
        force_destroy=force_destroy,
        tags=tags,
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
        f"{name}-encryption", bucket=bucket.id, rules=[_encryption(key_arn)], opts=here
    )
    versioning = aws.s3.BucketVersioning(
        f"{name}-versioning", bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=here
    )
    aws.s3.BucketLifecycleConfiguration(
        f"{name}-lifecycle",
        bucket=bucket.id,
        rules=[
            {
                "id": "abort-unfinished-uploads",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            },
            *lifecycle,
        ],
        opts=ResourceOptions(parent=parent, depends_on=[versioning]),
    )
    aws.s3.BucketPolicy(
        f"{name}-policy",
        bucket=bucket.id,
        policy=document(*statements),
        opts=ResourceOptions(parent=parent, depends_on=[access_block]),
    )
    if access_log_bucket is not None:
        aws.s3.BucketLogging(
            f"{name}-access-log",
            bucket=bucket.id,
            target_bucket=access_log_bucket,
            target_prefix=f"{bucket_name}/",
            opts=here,
        )
    return PrivateBucket(bucket, versioning)


def _encryption(key_arn: Input[str] | None) -> aws.s3.BucketServerSideEncryptionConfigurationRuleArgsDict:
    if key_arn is None:
        return {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}, "bucket_key_enabled": False}
    default: aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgsDict = {
        "sse_algorithm": "aws:kms",
        "kms_master_key_id": key_arn,
    }
    return {"apply_server_side_encryption_by_default": default, "bucket_key_enabled": True}
