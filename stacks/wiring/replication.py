"""Copies of the models in another region: a key and a bucket there, with a provider of their own."""

import pulumi_aws as aws
from pulumi import ResourceOptions

from components import iam_documents
from components.encryption_key import EncryptionKey
from components.log_bucket import LogBucket
from components.object_store import ObjectReplica, ObjectStore, ObjectStoreArgs
from stacks.model import Settings
from stacks.wiring.account import Account


def replica(
    settings: Settings, account: Account, everywhere: ObjectStoreArgs, region: str
) -> tuple[ObjectReplica, ObjectStore]:
    """Declare the copy, and say what the models' bucket needs to know of it."""
    data, names = settings.data_protection, account.names
    there = aws.Provider(
        "aws-replica",
        region=region,
        allowed_account_ids=[settings.account_id] if settings.account_id else None,
        default_tags={"tags": account.tags},
    )
    opts = ResourceOptions(providers=[there], protect=data.protect, retain_on_delete=data.retain_on_delete)
    key = EncryptionKey(
        "replica-key",
        {
            "description": f"{names.cluster}: copies of models",
            "policy": iam_documents.document(iam_documents.key_administration(account.partition, account.account_id)),
            "alias": f"{names.cluster}-replica",
            "deletion_window_days": data.key_deletion_window_days,
        },
        opts,
    )
    args: ObjectStoreArgs = {**everywhere, "bucket_name": names.replica_bucket, "key_arn": key.key_arn}
    logs: list[LogBucket] = []
    if data.access_logs:  # S3 writes access logs within a region only
        logs.append(_access_logs(settings, account, region, opts))
        args["access_log_bucket"] = logs[0].bucket_name
    store = ObjectStore("models-replica", args, ResourceOptions.merge(opts, ResourceOptions(depends_on=logs)))
    wanted: ObjectReplica = {
        "bucket_name": names.replica_bucket,
        "region": region,
        "key_arn": key.key_arn,
        "source_region": account.region,
        "role_name": names.replication_role,
    }
    return wanted, store


def _access_logs(settings: Settings, account: Account, region: str, opts: ResourceOptions) -> LogBucket:
    return LogBucket(
        "replica-access-logs",
        {
            "bucket_name": account.names.replica_logs_bucket,
            "partition": account.partition,
            "account_id": account.account_id,
            "region": region,
            "retention_days": settings.audit.retention_days,
            "force_destroy": settings.data_protection.force_destroy,
            "access_logs_of": [account.names.replica_bucket],
        },
        opts,
    )
