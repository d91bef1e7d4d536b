"""From a tenant's data sources in the settings to those of its component."""

from components import data_volumes, tenant_data
from components.data_contract import EFS, FSX_LUSTRE, HDFS, HDFS_PORTS, S3_MOUNT
from components.tenant_data import TenantData
from stacks.model import Tenant
from stacks.sections.data import Data
from stacks.stores import place_of
from stacks.wiring.account import Account
from stacks.wiring.tenant_base import TenantBase


def sources(tenant: Tenant, account: Account, base: TenantBase, bucket_name: str) -> list[TenantData]:
    """Every source of a tenant, whose own prefix is in this bucket."""
    return [_source(tenant, source, account, base, bucket_name) for source in tenant.data]


def _source(tenant: Tenant, source: Data, account: Account, base: TenantBase, bucket_name: str) -> TenantData:
    # Which keys a kind has is the rules' matter; an absent one cannot get here.
    path, said = source.path or "", source.format or ""
    if source.kind == HDFS:
        return tenant_data.hdfs(
            name=source.name,
            name_node=source.name_node or "",
            port=source.port or HDFS_PORTS.name_node,
            path=path,
            access=source.access,
            data_format=said,
            cidrs=source.cidrs,
            namespace=source.namespace,
        )
    if source.file_system:
        wanted = source.file_system
        return tenant_data.shared_files(
            name=source.name,
            file_system_id=base.file_system_ids[wanted],
            folder=f"/{tenant.name}/{source.name}",
            address=f"{wanted}:/{tenant.name}/{source.name}",
            access=source.access,
            data_format=said,
        )
    if source.kind in (EFS, FSX_LUSTRE):
        file_system = source.file_system_id or ""
        if source.kind == EFS:
            volume = data_volumes.efs(f"{file_system}::{source.access_point_id}")
        else:
            volume = data_volumes.fsx_lustre(file_system, source.dns_name or "", source.mount_name or "")
        return tenant_data.file_system(
            name=source.name,
            kind=source.kind,
            address=file_system,
            volume=volume,
            access=source.access,
            data_format=said,
        )
    bucket, prefix = place_of(source, tenant, bucket_name)
    return tenant_data.s3(
        tenant=tenant.name,
        name=source.name,
        bucket=bucket,
        prefix=prefix,
        region=account.region,
        access=source.access,
        data_format=said,
        key_arn=source.key_arn,
        mounted=source.kind == S3_MOUNT,
    )
