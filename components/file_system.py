"""A shared file system: EFS in every zone, which only the cluster's driver mounts, for tenants' access points only."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import file_system_permissions

NFS_PORT = 2049


class FileSystemArgs(TypedDict):
    """What a FileSystem is made from."""

    file_system_name: str
    """Name of the file system, for people."""
    vpc_id: Input[str]
    """VPC of the nodes that mount it."""
    subnet_ids: Mapping[str, Input[str]]
    """A subnet for each zone; the zones' names are parts of resource names."""
    client_security_group_id: Input[str]
    """Security group of the nodes: nobody else reaches the file system."""
    client_role_arns: Sequence[str]
    """IAM roles that may mount access points; the driver's on the nodes."""
    key_arn: Input[str]
    """KMS key that encrypts the files. Another one replaces the file system."""
    infrequent_access_days: NotRequired[int | None]
    """Days without access after which a file moves to Infrequent Access, until it is read again. Default: 30."""
    backups: NotRequired[bool]
    """Whether AWS Backup keeps daily copies. Default: true."""


class FileSystem(ComponentResource):
    """An encrypted EFS file system with a mount target per zone: TLS, a known role and an access point, or nothing."""

    file_system_id: Output[str]
    """Id of the file system; it can be mounted once the whole component is there."""

    def __init__(self, name: str, args: FileSystemArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:FileSystem", name, None, opts)
        here = ResourceOptions(parent=self)
        days = args.get("infrequent_access_days", 30)
        made = aws.efs.FileSystem(
            f"{name}-file-system",
            encrypted=True,
            kms_key_id=args["key_arn"],
            throughput_mode="elastic",
            lifecycle_policies=[
                {"transition_to_ia": f"AFTER_{days}_DAY{'S' if days > 1 else ''}"},
                {"transition_to_primary_storage_class": "AFTER_1_ACCESS"},
            ]
            if days
            else None,
            tags={"Name": args["file_system_name"]},
            opts=here,
        )
        policy = aws.efs.FileSystemPolicy(
            f"{name}-policy",
            file_system_id=made.id,
            policy=made.arn.apply(lambda arn: file_system_permissions.mounts(arn, args["client_role_arns"])),
            opts=here,
        )
        aws.efs.BackupPolicy(
            f"{name}-backups",
            file_system_id=made.id,
            backup_policy={"status": "ENABLED" if args.get("backups", True) else "DISABLED"},
            opts=here,
        )
        # They hold no data and keep the subnets from going: never protected, never left behind.
        replaceable = ResourceOptions(parent=self, protect=False, retain_on_delete=False)
        group = aws.ec2.SecurityGroup(
            f"{name}-security-group",
            vpc_id=args["vpc_id"],
            description=f"Mount targets of {args['file_system_name']}",
            tags={"Name": args["file_system_name"]},
            opts=replaceable,
        )
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-from-nodes",
            security_group_id=group.id,
            referenced_security_group_id=args["client_security_group_id"],
            ip_protocol="tcp",
            from_port=NFS_PORT,
            to_port=NFS_PORT,
            description="NFS from the nodes",
            opts=replaceable,
        )
        for zone, subnet in args["subnet_ids"].items():
            aws.efs.MountTarget(
                f"{name}-{zone}",
                file_system_id=made.id,
                subnet_id=subnet,
                security_groups=[group.id],
                opts=ResourceOptions.merge(replaceable, ResourceOptions(depends_on=[policy])),
            )
        self.file_system_id = made.id
        self.register_outputs({"file_system_id": self.file_system_id})
