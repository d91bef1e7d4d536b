"""A tenant's own store: a bucket and a key that no other tenant's role can use."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import tenant_key
from components.encryption_key import EncryptionKey
from components.object_store import ObjectReplica, ObjectStore, ObjectStoreArgs


class TenantStoreArgs(TypedDict):
    """What a TenantStore is made from."""

    tenant_name: str
    """Name of the tenant: its namespace, and its prefix in the bucket."""
    bucket_name: str
    """Name of the bucket, unique in the world, at most 63 characters."""
    key_alias: str
    """Name that people find the key by, without `alias/`."""
    partition: str
    """AWS partition, for ARNs."""
    account_id: str
    """Account of bucket and key."""
    region: str
    """Region of bucket and key."""
    tenant_role_arn: str
    """IAM role of the tenant, as text: key and role can be made in any order."""
    user_arns: Sequence[str]
    """IAM roles of people and pipelines that bring files and fetch them; IAM decides what they may do."""
    key_deletion_window_days: int
    """Days in which the deletion of the key can be taken back, 7 to 30."""
    noncurrent_version_days: int
    """Days that an overwritten or deleted object can still be had back."""
    force_destroy: bool
    """Whether deleting the bucket deletes the objects too."""
    endpoint_only: bool
    """Whether objects are read and written through this account's VPC endpoints only."""
    outside_role_arns: Sequence[str]
    """Roles that may still come from elsewhere."""
    tiering_days: NotRequired[int]
    """Days after which an object moves to S3 Intelligent-Tiering. Default: objects stay in S3 Standard."""
    replica: NotRequired[ObjectReplica]
    """Bucket that gets a copy of every new object. Default: no copies."""
    access_log_bucket: NotRequired[Input[str]]
    """Bucket that gets the access log. Default: no access log."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of bucket and key. Default: those of the provider."""


class TenantStore(ComponentResource):
    """A private bucket that lets no other tenant's pods in, encrypted with a key for it alone."""

    key_arn: Output[str]
    """ARN of the key."""
    bucket_arn: Output[str]
    """ARN of the bucket."""

    def __init__(self, name: str, args: TenantStoreArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:TenantStore", name, None, opts)
        here = ResourceOptions(parent=self)
        tags = args.get("tags", {})
        users = [args["tenant_role_arn"], *args["user_arns"]]
        if "replica" in args:
            users.append(f"arn:{args['partition']}:iam::{args['account_id']}:role/{args['replica']['role_name']}")
        key = EncryptionKey(
            f"{name}-key",
            {
                "description": f"Data and images of the tenant {args['tenant_name']}",
                "policy": tenant_key.policy(
                    args["partition"], args["account_id"], args["region"], args["bucket_name"], users
                ),
                "alias": args["key_alias"],
                "deletion_window_days": args["key_deletion_window_days"],
                "tags": tags,
            },
            here,
        )
        objects: ObjectStoreArgs = {
            "bucket_name": args["bucket_name"],
            "partition": args["partition"],
            "account_id": args["account_id"],
            "key_arn": key.key_arn,
            "only_namespace": args["tenant_name"],
            "noncurrent_version_days": args["noncurrent_version_days"],
            "force_destroy": args["force_destroy"],
            "endpoint_only": args["endpoint_only"],
            "outside_role_arns": args["outside_role_arns"],
            "tags": tags,
        }
        if "tiering_days" in args:
            objects["tiering_days"] = args["tiering_days"]
        if "replica" in args:
            objects["replica"] = args["replica"]
        if "access_log_bucket" in args:
            objects["access_log_bucket"] = args["access_log_bucket"]
        store = ObjectStore(f"{name}-objects", objects, here)
        self.key_arn = key.key_arn
        self.bucket_arn = store.bucket_arn
        self.register_outputs({"key_arn": self.key_arn, "bucket_arn": self.bucket_arn})
