"""The data contract: what a workload sees of a data source, whatever the source is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

S3, S3_MOUNT, EFS, FSX_LUSTRE, HDFS = KINDS = ("s3", "s3-mount", "efs", "fsx-lustre", "hdfs")
MOUNTED = (S3_MOUNT, EFS, FSX_LUSTRE)
"""Kinds that appear as files; for the others the folder is empty, with room for a copy."""
DRIVER_ADD_ONS = {
    S3_MOUNT: "aws-mountpoint-s3-csi-driver",
    EFS: "aws-efs-csi-driver",
    FSX_LUSTRE: "aws-fsx-csi-driver",
}
"""EKS add-on that a kind of source needs in the cluster."""
READ, READ_WRITE = ACCESS = ("read", "read-write")
ROOT = "/data"
COPY_SIZE = "10Gi"
"""Most that a workload may copy of a source that is not mounted."""


@dataclass(frozen=True)
class HdfsPorts:
    """Ports that a client of HDFS talks to, and where the numbers come from."""

    # hdfs-default.xml of Apache Hadoop 3.4.1, read 2026-11-21; of the name node only the default, settings may differ.
    name_node: int = 8020
    """`dfs.namenode.rpc-address`."""
    data_node: int = 9866
    """`dfs.datanode.address`: blocks."""
    data_node_ipc: int = 9867
    """`dfs.datanode.ipc.address`: length of a file that is being written."""


HDFS_PORTS = HdfsPorts()


class ContainerData(TypedDict):
    """Fields of a container that uses data sources; the same for every kind."""

    envFrom: list[dict[str, object]]
    """The sources' variables."""
    volumeMounts: list[dict[str, object]]
    """The sources' folders."""


def name_of(source: str) -> str:
    """Name of a source's ConfigMap, volume and claim in the tenant's namespace."""
    return f"data-{source}"


def path_of(source: str) -> str:
    """Folder of a source in the container."""
    return f"{ROOT}/{source}"


def variables(source: str, kind: str, address: str, *, data_format: str, access: str, user: str) -> dict[str, str]:
    """The variables of a source; the same names for every kind."""
    return {
        "DATA_KIND": kind,
        "DATA_URI": f"file://{path_of(source)}/" if kind in MOUNTED else address,
        "DATA_PATH": path_of(source),
        "DATA_FORMAT": data_format,
        "DATA_ACCESS": access,
        # The client library of HDFS reads it; the others ignore it.
        "HADOOP_USER_NAME": user,
    }


def container(sources: Sequence[str]) -> ContainerData:
    """The first source is `DATA_…`, each other `<NAME>_DATA_…`; more can come without a change for the first."""
    references = [{"configMapRef": {"name": name_of(source)}} for source in sources]
    prefixes = [{}, *({"prefix": f"{source.upper().replace('-', '_')}_"} for source in sources[1:])]
    return {
        "envFrom": [{**prefix, **reference} for prefix, reference in zip(prefixes, references, strict=False)],
        "volumeMounts": [{"name": name_of(source), "mountPath": path_of(source)} for source in sources],
    }


def volume(source: str, kind: str) -> dict[str, object]:
    """The volume of a pod that uses the source."""
    if kind in MOUNTED:
        return {"name": name_of(source), "persistentVolumeClaim": {"claimName": name_of(source)}}
    return {"name": name_of(source), "emptyDir": {"sizeLimit": COPY_SIZE}}
