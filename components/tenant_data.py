"""Kinds of data sources: for each, where it is, what its volume is, what it grants and which flow it needs."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from pulumi import Input

from components import data_contract, data_volumes
from components.data_contract import HDFS_PORTS, READ_WRITE
from components.data_source import SharedFolder
from components.data_volumes import CsiVolume
from components.tenant_firewall import DataFlow
from components.tenant_identity import ObjectGrant


class TenantData(TypedDict):
    """A data source of a tenant."""

    name: str
    """Name of the source."""
    kind: str
    """`s3`, `s3-mount`, `efs`, `fsx-lustre` or `hdfs`."""
    access: str
    """`read` or `read-write`."""
    data_format: str
    """Format of the files; may be empty."""
    address: str
    """Where the data is."""
    volume: NotRequired[CsiVolume]
    """What it is mounted from. Default: nothing is mounted."""
    folder: NotRequired[SharedFolder]
    """The folder of a file system that it is. Default: none."""
    grant: NotRequired[ObjectGrant]
    """What the tenant's role may read or write in S3. Default: nothing."""
    flow: NotRequired[DataFlow]
    """What the tenant's firewall lets through. Default: nothing."""


def s3(
    *,
    tenant: str,
    name: str,
    bucket: str,
    prefix: str,
    region: str,
    access: str,
    data_format: str,
    key_arn: Input[str] | None,
    mounted: bool,
) -> TenantData:
    """A prefix of a bucket, by S3's own interface or mounted; the way there is the VPC endpoint, open already."""
    writable = access == READ_WRITE
    grant: ObjectGrant = {"bucket_name": bucket, "prefix": prefix, "writable": writable}
    if key_arn is not None:
        grant["key_arn"] = key_arn
    source: TenantData = {
        "name": name,
        "kind": data_contract.S3_MOUNT if mounted else data_contract.S3,
        "access": access,
        "data_format": data_format,
        "address": f"s3://{bucket}/{prefix}",
        "grant": grant,
    }
    if mounted:
        source["volume"] = data_volumes.s3_mount(f"{tenant}-{name}", bucket, prefix, region, writable=writable)
    return source


def file_system(*, name: str, kind: str, address: str, volume: CsiVolume, access: str, data_format: str) -> TenantData:
    """A file system that the node mounts: no flow of the tenant, and the mount is the grant."""
    return {
        "name": name,
        "kind": kind,
        "access": access,
        "data_format": data_format,
        "address": address,
        "volume": volume,
    }


def shared_files(
    *, name: str, file_system_id: Input[str], folder: str, address: str, access: str, data_format: str
) -> TenantData:
    """A folder of an environment's file system, which an access point of the source's own makes and shows."""
    return {
        "name": name,
        "kind": data_contract.EFS,
        "access": access,
        "data_format": data_format,
        "address": address,
        "folder": {"file_system_id": file_system_id, "path": folder},
    }


def hdfs(
    *,
    name: str,
    name_node: str,
    port: int,
    path: str,
    access: str,
    data_format: str,
    cidrs: Sequence[str],
    namespace: str | None,
) -> TenantData:
    """A folder of HDFS outside the VPC (`cidrs`) or in this cluster (`namespace`); HDFS itself decides who may read."""
    flow: DataFlow = {"source_name": name, "ports": [port, HDFS_PORTS.data_node, HDFS_PORTS.data_node_ipc]}
    if namespace is None:
        flow["cidrs"] = cidrs
    else:
        flow["namespace"] = namespace
        flow["labels"] = {"app.kubernetes.io/name": "hdfs"}
    return {
        "name": name,
        "kind": data_contract.HDFS,
        "access": access,
        "data_format": data_format,
        "address": f"hdfs://{name_node}:{port}/{path}/",
        "flow": flow,
    }
