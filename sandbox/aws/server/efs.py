"""EFS: what moto lacks of it, and backup policies as AWS tells them."""

from typing import Any

from sandbox.aws.server.calls import AwsError, Call
from sandbox.aws.server.shapes import Shape


def _file_system(call: Call) -> Any:  # noqa: ANN401 moto's own class
    wanted = call.params["FileSystemId"]
    known = call.backend("efs").file_systems_by_id
    if wanted not in known:
        raise AwsError("FileSystemNotFound", f"File system '{wanted}' does not exist.")
    return known[wanted]


def put_backup_policy(call: Call) -> Shape:
    """Switch automatic backups on or off."""
    _file_system(call).backup_status = call.params["BackupPolicy"]["Status"]
    return describe_backup_policy(call)


def describe_backup_policy(call: Call) -> Shape:
    """Tell whether there are automatic backups; AWS knows no policy before one is put."""
    status = getattr(_file_system(call), "backup_status", None)
    if status is None:
        raise AwsError("PolicyNotFound", f"File system '{call.params['FileSystemId']}' does not have a backup policy.")
    return {"BackupPolicy": {"Status": status}}


def describe_file_system_policy(call: Call) -> Shape:
    """Return the policy of a file system."""
    policy = _file_system(call).file_system_policy
    if not policy:
        raise AwsError("PolicyNotFound", "Policy not found")
    return {"FileSystemId": call.params["FileSystemId"], "Policy": policy}


def delete_file_system_policy(call: Call) -> None:
    """Go back to the default policy: everybody who reaches a mount target."""
    _file_system(call).file_system_policy = None


def update_file_system(call: Call) -> Shape:
    """Change the throughput."""
    found = _file_system(call)
    found.throughput_mode = call.params.get("ThroughputMode", found.throughput_mode)
    found.provisioned_throughput_in_mibps = call.params.get("ProvisionedThroughputInMibps")
    return found.info_json()


def update_protection(call: Call) -> Shape:
    """Say whether a replication may overwrite the file system."""
    protection = {"ReplicationOverwriteProtection": call.params["ReplicationOverwriteProtection"]}
    _file_system(call).file_system_protection = protection
    return protection


def describe_mount_target_security_groups(call: Call) -> Shape:
    """Return the groups of a mount target's network interface: where none was named, the VPC's default group."""
    wanted = call.params["MountTargetId"]
    known = call.backend("efs").mount_targets_by_id
    if wanted not in known:
        raise AwsError("MountTargetNotFound", f"Mount target '{wanted}' does not exist.")
    interface = call.backend("ec2").get_network_interface(known[wanted].network_interface_id)
    return {"SecurityGroups": [group.id for group in interface.group_set]}


OPERATIONS = {
    "PutBackupPolicy": put_backup_policy,
    "DescribeBackupPolicy": describe_backup_policy,
    "DescribeMountTargetSecurityGroups": describe_mount_target_security_groups,
    "DescribeFileSystemPolicy": describe_file_system_policy,
    "DeleteFileSystemPolicy": delete_file_system_policy,
    "UpdateFileSystem": update_file_system,
    "UpdateFileSystemProtection": update_protection,
}
