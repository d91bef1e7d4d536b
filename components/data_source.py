"""A data source: one folder of data, offered to a tenant's workloads in the same words wherever it lies."""

from typing import NotRequired, TypedDict

import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import data_contract, data_volumes
from components.data_volumes import CsiVolume

CLAIM_GIB = 1024
"""What the claim of a mounted source says that it wants."""


class SharedFolder(TypedDict):
    """A folder of a shared file system, for one data source."""

    file_system_id: Input[str]
    """EFS file system."""
    path: str
    """Folder from the file system's root, made when it is mounted first, for example `/iris/training`."""


class DataSourceArgs(TypedDict):
    """What a DataSource is made from."""

    namespace: str
    """Namespace of the tenant."""
    source_name: str
    """Name of the source; its ConfigMap, claim and volume are called `data-<source_name>`."""
    kind: str
    """`s3`, `s3-mount`, `efs`, `fsx-lustre` or `hdfs`."""
    address: str
    """Where the data is, for example `s3://models/iris/training/` or `hdfs://namenode.example.com:8020/training/`."""
    data_format: NotRequired[str]
    """Format of the files, for the reader's information, for example `parquet`. Default: not said."""
    access: NotRequired[str]
    """`read` or `read-write`. Default: `read`."""
    volume: NotRequired[CsiVolume]
    """What a kind that is mounted is mounted from. Default: nothing is mounted."""
    folder: NotRequired[SharedFolder]
    """What it is mounted from instead: a folder, by an access point that is made for it. Default: none."""


class DataSource(ComponentResource):
    """A ConfigMap with the variables of the data contract and, for kinds that are mounted, a volume with its claim."""

    config_map_name: str
    """ConfigMap with the variables, for `envFrom`."""

    def __init__(self, name: str, args: DataSourceArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:DataSource", name, None, opts)
        here = ResourceOptions(parent=self)
        namespace, access = args["namespace"], args.get("access", data_contract.READ)
        own = data_contract.name_of(args["source_name"])
        kubernetes.core.v1.ConfigMap(
            f"{name}-variables",
            metadata={"name": own, "namespace": namespace},
            data=data_contract.variables(
                args["source_name"],
                args["kind"],
                args["address"],
                data_format=args.get("data_format", ""),
                access=access,
                user=namespace,
            ),
            opts=here,
        )
        if "folder" in args:
            self._mount(name, self._access_point(name, args["folder"]), namespace, own, access)
        elif "volume" in args:
            self._mount(name, args["volume"], namespace, own, access)
        self.config_map_name = own
        self.register_outputs({"config_map_name": self.config_map_name})

    def _access_point(self, name: str, folder: SharedFolder) -> CsiVolume:
        user = data_volumes.POD_USER
        made = aws.efs.AccessPoint(
            f"{name}-access-point",
            file_system_id=folder["file_system_id"],
            # Whoever a client says to be, it is this user, and sees this folder as the root.
            posix_user={"uid": user, "gid": user},
            root_directory={
                "path": folder["path"],
                "creation_info": {"owner_uid": user, "owner_gid": user, "permissions": "0750"},
            },
            tags={"Name": folder["path"].removeprefix("/")},
            opts=ResourceOptions(parent=self),
        )
        return data_volumes.efs(Output.concat(folder["file_system_id"], "::", made.id))

    def _mount(self, name: str, volume: CsiVolume, namespace: str, claim: str, access: str) -> None:
        read_only = access == data_contract.READ
        modes = ["ReadOnlyMany"] if read_only else ["ReadWriteMany"]
        size = {"storage": f"{CLAIM_GIB // 1024}Ti"}  # Kubernetes wants one; the drivers do not look at it.
        made = kubernetes.core.v1.PersistentVolume(
            f"{name}-volume",
            metadata={"name": f"{namespace}-{claim}"},
            spec={
                "capacity": size,
                "access_modes": modes,
                "persistent_volume_reclaim_policy": "Retain",
                "storage_class_name": "",
                # Nobody else's claim can take the volume.
                "claim_ref": {"namespace": namespace, "name": claim},
                "mount_options": list(volume["mount_options"]),
                "csi": {
                    "driver": volume["driver"],
                    "volume_handle": volume["handle"],
                    "volume_attributes": volume["attributes"],
                    "read_only": read_only,
                },
            },
            opts=ResourceOptions(parent=self),
        )
        kubernetes.core.v1.PersistentVolumeClaim(
            f"{name}-claim",
            metadata={"name": claim, "namespace": namespace},
            spec={
                "access_modes": modes,
                "storage_class_name": "",
                "volume_name": f"{namespace}-{claim}",
                "resources": {"requests": size},
            },
            opts=ResourceOptions(parent=self, depends_on=[made]),
        )
