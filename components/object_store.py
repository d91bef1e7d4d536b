"""An object store: one S3 bucket with every lock on."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, Resource, ResourceOptions

from components import iam_documents, object_replication


class ObjectReplica(TypedDict):
    """The bucket that gets a copy of every new object; versioned, and there before replication begins."""

    bucket_name: str
    """Name of the other bucket."""
    region: str
    """Region of the other bucket."""
    key_arn: Input[str]
    """KMS key that encrypts the copies."""
    source_region: str
    """Region of this bucket."""
    role_name: str
    """Name of the IAM role that S3 copies with, at most 64 characters."""


class ObjectStoreArgs(TypedDict):
    """What an ObjectStore is made from."""

    bucket_name: str
    """Name of the bucket, unique in the world; people and models write it in `s3://` addresses."""
    partition: str
    """AWS partition, for ARNs."""
    account_id: str
    """Account of the bucket."""
    key_arn: Input[str]
    """KMS key that encrypts the objects."""
    noncurrent_version_days: NotRequired[Input[int]]
    """Days that an overwritten or deleted object can still be had back. Default: 90."""
    force_destroy: NotRequired[Input[bool]]
    """Whether deleting the bucket deletes the objects too. Default: false."""
    tiering_days: NotRequired[Input[int]]
    """Days after which an object moves to S3 Intelligent-Tiering, which finds the cheapest class that can still be read
    at once; 0 = at the next run. Default: objects stay in S3 Standard."""
    endpoint_only: NotRequired[bool]
    """Whether objects are read and written through this account's VPC endpoints only. Default: false."""
    outside_role_arns: NotRequired[Sequence[str]]
    """Roles that may still come from elsewhere, for example a pipeline that uploads models. Default: none."""
    replica: NotRequired[ObjectReplica]
    """Bucket that gets a copy of every new object; needs `key_arn`. Deletions are not copied. Default: no copies."""
    access_log_bucket: NotRequired[Input[str]]
    """Bucket that gets the access log; must have no Object Lock. Default: no access log."""


class ObjectStore(ComponentResource):
    """A private, versioned, encrypted bucket, reachable over TLS only, tenants kept to their prefix."""

    bucket_name: Output[str]
    """Name of the bucket."""
    bucket_arn: Output[str]
    """ARN of the bucket."""

    def __init__(self, name: str, args: ObjectStoreArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:ObjectStore", name, None, opts)
        here = ResourceOptions(parent=self)
        bucket = aws.s3.Bucket(
            f"{name}-bucket", bucket=args["bucket_name"], force_destroy=args.get("force_destroy", False), opts=here
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
            f"{name}-encryption",
            bucket=bucket.id,
            rules=[
                {
                    "apply_server_side_encryption_by_default": {
                        "sse_algorithm": "aws:kms",
                        "kms_master_key_id": args["key_arn"],
                    },
                    "bucket_key_enabled": True,
                }
            ],
            opts=here,
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
                {
                    "id": "expire-old-versions",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "noncurrent_version_expiration": {"noncurrent_days": args.get("noncurrent_version_days", 90)},
                },
                *([_tiering(args["tiering_days"])] if "tiering_days" in args else []),
            ],
            opts=ResourceOptions(parent=self, depends_on=[versioning]),
        )
        aws.s3.BucketPolicy(
            f"{name}-policy",
            bucket=bucket.id,
            policy=iam_documents.document(
                *iam_documents.bucket_locks(args["partition"], args["bucket_name"]),
                *(
                    iam_documents.endpoints_only(
                        args["partition"], args["bucket_name"], args["account_id"], args.get("outside_role_arns", [])
                    )
                    if args.get("endpoint_only")
                    else ()
                ),
            ),
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
        if "replica" in args and "key_arn" in args:
            self._replicate(name, args, args["replica"], args["key_arn"], versioning)
        self.bucket_name = bucket.bucket
        self.bucket_arn = bucket.arn
        self.register_outputs({"bucket_name": self.bucket_name, "bucket_arn": self.bucket_arn})

    def _replicate(
        self, name: str, args: ObjectStoreArgs, replica: ObjectReplica, key_arn: Input[str], versioning: Resource
    ) -> None:
        here = ResourceOptions(parent=self)
        partition, source, copy = args["partition"], args["bucket_name"], replica["bucket_name"]
        role = aws.iam.Role(
            f"{name}-replication-role",
            name=replica["role_name"],
            assume_role_policy=object_replication.trust(partition, args["account_id"], source),
            opts=here,
        )
        objects = aws.iam.RolePolicy(
            f"{name}-replication-objects",
            role=role.name,
            policy=object_replication.copy_objects(partition, source, copy),
            opts=here,
        )
        # A policy of its own: the keys' ARNs are unknown at first, and the other should be readable before that.
        keys = aws.iam.RolePolicy(
            f"{name}-replication-keys",
            role=role.name,
            policy=Output.all(key_arn, replica["key_arn"]).apply(
                lambda keys: object_replication.use_keys(
                    partition, (keys[0], replica["source_region"], source), (keys[1], replica["region"], copy)
                )
            ),
            opts=here,
        )
        aws.s3.BucketReplicationConfig(
            f"{name}-replication",
            bucket=source,
            role=role.arn,
            rules=[
                {
                    "id": "everything",
                    "status": "Enabled",
                    "priority": 1,
                    "filter": {"prefix": ""},
                    # Who deletes here, by mistake or on purpose, does not delete there.
                    "delete_marker_replication": {"status": "Disabled"},
                    "source_selection_criteria": {"sse_kms_encrypted_objects": {"status": "Enabled"}},
                    "destination": {
                        "bucket": f"arn:{partition}:s3:::{copy}",
                        "storage_class": "STANDARD_IA",
                        "encryption_configuration": {"replica_kms_key_id": replica["key_arn"]},
                    },
                }
            ],
            opts=ResourceOptions(parent=self, depends_on=[versioning, objects, keys]),
        )


def _tiering(days: Input[int]) -> aws.s3.BucketLifecycleConfigurationRuleArgsDict:
    return {
        "id": "tier-by-use",
        "status": "Enabled",
        "filter": {"prefix": ""},
        "transitions": [{"days": days, "storage_class": "INTELLIGENT_TIERING"}],
    }
