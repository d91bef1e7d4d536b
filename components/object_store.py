"""An object store: one S3 bucket with every lock on."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, Resource, ResourceOptions

from components import iam_documents, object_replication
from components.iam_documents import Statement
from components.private_bucket import Expiry, private_bucket


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
    """Bucket that gets a copy of every new object. Deletions are not copied. Default: no copies."""
    access_log_bucket: NotRequired[Input[str]]
    """Bucket that gets the access log; must have no Object Lock. Default: no access log."""
    only_namespace: NotRequired[str]
    """Namespace of the only tenant whose pods come in. Default: every tenant's, each to its prefix."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of the bucket. Default: those of the provider."""


class ObjectStore(ComponentResource):
    """A private, versioned, encrypted bucket, reachable over TLS only, tenants kept to their prefix."""

    bucket_name: Output[str]
    """Name of the bucket."""
    bucket_arn: Output[str]
    """ARN of the bucket."""

    def __init__(self, name: str, args: ObjectStoreArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:ObjectStore", name, None, opts)
        made = private_bucket(
            name,
            self,
            bucket_name=args["bucket_name"],
            statements=_statements(args),
            lifecycle=_lifecycle(args),
            key_arn=args["key_arn"],
            force_destroy=args.get("force_destroy", False),
            access_log_bucket=args.get("access_log_bucket"),
            tags=args.get("tags"),
        )
        bucket = made.bucket
        if "replica" in args:
            self._replicate(name, args, args["replica"], made.versioning)
        self.bucket_name = bucket.bucket
        self.bucket_arn = bucket.arn
        self.register_outputs({"bucket_name": self.bucket_name, "bucket_arn": self.bucket_arn})

    def _replicate(self, name: str, args: ObjectStoreArgs, replica: ObjectReplica, versioning: Resource) -> None:
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
            policy=Output.all(args["key_arn"], replica["key_arn"]).apply(
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


def _statements(args: ObjectStoreArgs) -> Sequence[Statement]:
    partition, bucket = args["partition"], args["bucket_name"]
    outside = args.get("outside_role_arns", [])
    return [
        *iam_documents.bucket_locks(partition, bucket),
        *([iam_documents.one_tenant(partition, bucket, args["only_namespace"])] if "only_namespace" in args else ()),
        *(
            iam_documents.endpoints_only(partition, bucket, args["account_id"], outside)
            if args.get("endpoint_only")
            else ()
        ),
    ]


def _lifecycle(args: ObjectStoreArgs) -> Expiry:
    rules: list[aws.s3.BucketLifecycleConfigurationRuleArgsDict] = [
        {
            "id": "expire-old-versions",
            "status": "Enabled",
            "filter": {"prefix": ""},
            "noncurrent_version_expiration": {"noncurrent_days": args.get("noncurrent_version_days", 90)},
        }
    ]
    if "tiering_days" in args:
        rules.append(
            {
                "id": "tier-by-use",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "transitions": [{"days": args["tiering_days"], "storage_class": "INTELLIGENT_TIERING"}],
            }
        )
    return rules
