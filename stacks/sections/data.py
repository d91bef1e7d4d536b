"""The settings of a tenant's data sources."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.sections.fields import Cidr, Folder, Length, Name, Port, Section, Text
from stacks.sections.storage_fields import AccessPointId, BucketName, FileSystemId, HostName, KeyArn, MountName


class Data(Section):
    """Data of a tenant's workloads, offered in the same words whatever its kind: variables `DATA_…`, folder /data."""

    name: Annotated[Name, Field(max_length=40)]
    """Name of the source; workloads ask for it by this name, so the kind can change behind it."""
    kind: Literal["s3", "s3-mount", "efs", "fsx-lustre", "hdfs"]
    """Where the data lies, and whether it appears as files (`s3-mount`, `efs`, `fsx-lustre`) or by an address."""
    access: Literal["read", "read-write"] = "read"
    """What workloads may do."""
    format: Text | None = None
    """Format of the files, for those who read them, for example parquet."""
    path: Folder | None = None
    """s3, s3-mount: folder below the tenant's prefix, or in `bucket`. hdfs: folder from the root."""
    bucket: BucketName | None = None
    """s3, s3-mount: existing bucket that is not the platform's; its policy must let the tenant's role in."""
    key_arn: KeyArn | None = None
    """s3, s3-mount: KMS key of `bucket`."""
    file_system: Name | None = None
    """efs: one of `storage.file_systems`; the source is a folder of its own in it, by an access point of its own."""
    file_system_id: FileSystemId | None = None
    """efs, fsx-lustre: existing file system in this VPC or one connected to it."""
    access_point_id: AccessPointId | None = None
    """efs: access point; its root folder is all that the tenant sees."""
    dns_name: HostName | None = None
    """fsx-lustre: DNS name of the file system."""
    mount_name: MountName | None = None
    """fsx-lustre: mount name of the file system."""
    name_node: HostName | None = None
    """hdfs: host of the name node."""
    port: Port | None = None
    """hdfs: RPC port of the name node, 8020 when absent."""
    cidrs: Annotated[tuple[Cidr, ...], Length(0, 20)] = ()
    """hdfs: address ranges of name node and data nodes, outside this VPC."""
    namespace: Name | None = None
    """hdfs: namespace of HDFS in this cluster, whose pods are labelled app.kubernetes.io/name=hdfs."""
