"""The foundation of an environment: keys, network, storage; what stays when the cluster goes."""

from collections.abc import Callable
from dataclasses import dataclass

from pulumi import Output, ResourceOptions

from components import iam_documents
from components.encryption_key import EncryptionKey
from components.image_registry import ImageRegistry
from components.log_bucket import LogBucket
from components.object_store import ObjectReplica, ObjectStore, ObjectStoreArgs
from stacks.model import Settings
from stacks.wiring import audit
from stacks.wiring.account import Account
from stacks.wiring.images import images
from stacks.wiring.network import Vpc, network
from stacks.wiring.replication import replica


@dataclass(frozen=True)
class Foundation:
    """What clusters and tenants are built on."""

    network: Vpc
    models: ObjectStore
    registries: dict[str, ImageRegistry]
    cluster_key_arn: Callable[[], Output[str]]
    """Makes the key of a cluster, for whoever makes the cluster."""
    files_key_arn: Callable[[str], Output[str]]
    """Makes the key of a shared file system."""
    node_key_arn: Output[str]
    data_key_arn: Output[str]
    replica_key_arn: Output[str]
    """Key of the copies in another region; empty where nothing is copied."""


def foundation(settings: Settings, account: Account) -> Foundation:
    """Declare the foundation."""
    data = settings.data_protection
    stateless = ResourceOptions(providers=[account.provider])
    protected = ResourceOptions(providers=[account.provider], protect=data.protect)
    stateful = ResourceOptions(
        providers=[account.provider], protect=data.protect, retain_on_delete=data.retain_on_delete
    )
    owner = iam_documents.key_administration(account.partition, account.account_id)
    logs = iam_documents.key_for_logs(account.partition, account.account_id, account.region)
    volumes = iam_documents.key_for_node_volumes(account.partition, account.account_id)

    def key_arn(name: str, description: str, opts: ResourceOptions, *uses: iam_documents.Statement) -> Output[str]:
        return EncryptionKey(
            f"{name}-key",
            {
                "description": f"{account.names.cluster}: {description}",
                "policy": iam_documents.document(owner, *uses),
                "alias": f"{account.names.cluster}-{name}",
                "deletion_window_days": data.key_deletion_window_days,
            },
            opts,
        ).key_arn

    data_key_arn = key_arn("data", "models and images", stateful)
    audit_key_arn = (
        key_arn("audit", "audit trail and archived logs", stateful, logs, *audit.key_uses(account))
        if audit.has_archive(settings)
        else None
    )
    log_buckets = audit.log_buckets(settings, account, audit_key_arn, stateful)
    vpc = network(
        settings,
        account,
        lambda: key_arn("network", "flow logs and the egress firewall", protected, logs),
        log_buckets.archive,
        stateless,
    )
    models, copies = _models(settings, account, data_key_arn, log_buckets.access_logs, stateful)
    audit.watch(settings, account, log_buckets, vpc.made)
    return Foundation(
        network=vpc,
        models=models,
        registries=images(settings, account, data_key_arn, stateful),
        cluster_key_arn=lambda: key_arn("cluster", "Kubernetes Secrets and control-plane logs", protected, logs),
        files_key_arn=lambda name: key_arn(f"files-{name}", f"file system {name}", stateful),
        node_key_arn=key_arn("nodes", "volumes of nodes", protected, *volumes),
        data_key_arn=data_key_arn,
        replica_key_arn=Output.from_input(copies["key_arn"] if copies else ""),
    )


def _models(
    settings: Settings, account: Account, key_arn: Output[str], access_logs: LogBucket | None, opts: ResourceOptions
) -> tuple[ObjectStore, ObjectReplica | None]:
    data, storage = settings.data_protection, settings.storage
    args: ObjectStoreArgs = {
        "bucket_name": account.names.models_bucket,
        "account_id": account.account_id,
        "partition": account.partition,
        "key_arn": key_arn,
        "noncurrent_version_days": data.noncurrent_version_days,
        "force_destroy": data.force_destroy,
        "endpoint_only": storage.endpoint_only,
        "outside_role_arns": storage.outside_role_arns,
    }
    copies: list[ObjectStore] = []
    if storage.replica_region:
        args["replica"], copy = replica(settings, account, {**args}, storage.replica_region)
        copies.append(copy)
    if storage.tiering_days is not None:
        args["tiering_days"] = storage.tiering_days
    if access_logs:
        args["access_log_bucket"] = access_logs.bucket_name
    # S3 looks at the policy of the bucket that logs go to, and at the bucket that copies go to.
    after = ResourceOptions(depends_on=[*([access_logs] if access_logs else []), *copies])
    return ObjectStore("models", args, ResourceOptions.merge(opts, after)), args.get("replica")
