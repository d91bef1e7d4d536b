"""From the settings to a tenant's place for data: its own bucket and key, or the shared ones."""

from components.tenant import TenantImages
from components.tenant_store import TenantStoreArgs
from stacks.model import Settings, Tenant
from stacks.wiring.account import Account
from stacks.wiring.tenant_base import TenantBase


def own_store(tenant: Tenant, settings: Settings, account: Account, base: TenantBase) -> TenantStoreArgs:
    """Arguments of bucket and key of the tenant's own."""
    data, storage, names = settings.data_protection, settings.storage, account.names
    team = settings.teams[tenant.owner].role_arn
    # Somebody has to bring the files: without anybody named, whoever deploys.
    users = [*([team] if team else []), *storage.outside_role_arns] or [account.deployer_role_arn]
    args: TenantStoreArgs = {
        "tenant_name": tenant.name,
        "bucket_name": names.tenant_bucket(tenant.name),
        "key_alias": names.tenant_key(tenant.name),
        "partition": account.partition,
        "account_id": account.account_id,
        "region": account.region,
        "tenant_role_arn": account.role_arn(names.tenant_role(tenant.name)),
        "user_arns": users,
        "key_deletion_window_days": data.key_deletion_window_days,
        "noncurrent_version_days": data.noncurrent_version_days,
        "force_destroy": data.force_destroy,
        "endpoint_only": storage.endpoint_only,
        "outside_role_arns": storage.outside_role_arns,
    }
    if storage.tiering_days is not None:
        args["tiering_days"] = storage.tiering_days
    if data.access_logs:
        args["access_log_bucket"] = names.logs_bucket
    if storage.replica_region:
        args["replica"] = {
            "bucket_name": names.replica_bucket,
            "region": storage.replica_region,
            "key_arn": base.replica_key_arn,
            "source_region": account.region,
            "role_name": names.tenant_replication_role(tenant.name),
        }
    return args


def images(tenant: Tenant, settings: Settings, account: Account) -> TenantImages:
    """The repository of the tenant's own images."""
    wanted = settings.image_registries
    return {
        "repository_name": account.names.tenant_repository(tenant.name),
        "untagged_days": wanted.untagged_days,
        "pull_principal_arns": account.roots(wanted.pull_account_ids),
        "force_delete": settings.data_protection.force_destroy,
    }
