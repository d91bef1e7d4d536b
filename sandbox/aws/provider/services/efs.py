"""EFS file systems with their mount targets, access points and policies."""

import secrets
from typing import Any

from sandbox.aws.provider.api import camel, deep_camel, deep_pascal, part, parts, pascal, tag_list, tag_map
from sandbox.aws.provider.resource_type import Call, ResourceType, Tagging, only
from sandbox.aws.provider.waiting import wait
from sandbox.provider.values import Properties

_TRANSITIONS = {
    "transitionToArchive": "TransitionToArchive",
    "transitionToIa": "TransitionToIA",
    "transitionToPrimaryStorageClass": "TransitionToPrimaryStorageClass",
}
_MODES = ("throughputMode", "provisionedThroughputInMibps")


def _create(call: Call) -> str:
    given = pascal(call.inputs, "availabilityZoneName", "encrypted", "kmsKeyId", "performanceMode", *_MODES)
    token = call["creationToken"] or secrets.token_hex(16)
    made = call.client.create_file_system(CreationToken=token, Tags=tag_list(call.tags), **given)["FileSystemId"]
    wait(call, lambda: _described(call, made), _available, f"file system {made}", 600)
    return made


def _described(call: Call, file_system: str) -> dict[str, Any]:
    return only(call.client.describe_file_systems(FileSystemId=file_system)["FileSystems"])


def _available(answer: dict[str, Any]) -> bool:
    return answer["LifeCycleState"] == "available"


def _update(call: Call) -> None:
    if call.old and call.changed(*_MODES):
        call.client.update_file_system(FileSystemId=call.id, **pascal(call.inputs, *_MODES))
    if call.changed("lifecyclePolicies"):
        policies = [pascal(one, **_TRANSITIONS) for one in parts(call.inputs, "lifecyclePolicies")]
        call.client.put_lifecycle_configuration(FileSystemId=call.id, LifecyclePolicies=policies)
    if call.changed("protection") and (overwrite := part(call.inputs, "protection").get("replicationOverwrite")):
        call.client.update_file_system_protection(FileSystemId=call.id, ReplicationOverwriteProtection=overwrite)


def _read(call: Call) -> Properties:
    found = _described(call, call.id)
    lifecycle = call.client.describe_lifecycle_configuration(FileSystemId=call.id)["LifecyclePolicies"]
    overwrite = part(found, "FileSystemProtection").get("ReplicationOverwriteProtection")
    return {
        **camel(
            found, "availabilityZoneId", "availabilityZoneName", "creationToken", "encrypted", "kmsKeyId", "name",
            "numberOfMountTargets", "ownerId", "performanceMode", *_MODES, arn="FileSystemArn",
        ),
        "dnsName": f"{call.id}.efs.{call.region}.amazonaws.com",
        "lifecyclePolicies": [{k: v for k, v in camel(one, **_TRANSITIONS).items() if v} for one in lifecycle] or None,
        "protection": {"replicationOverwrite": overwrite} if overwrite else None,
        "sizeInBytes": [camel(part(found, "SizeInBytes"), "value", "valueInStandard", valueInIa="ValueInIA")],
        **tag_map(found["Tags"]),
    }  # fmt: skip


def _create_target(call: Call) -> str:
    given = pascal(call.inputs, "fileSystemId", "subnetId", "ipAddress", "securityGroups")
    made = call.client.create_mount_target(**given)["MountTargetId"]
    wait(call, lambda: _target(call, made), _available, f"mount target {made}", 1800)
    return made


def _target(call: Call, target: str) -> dict[str, Any]:
    return only(call.client.describe_mount_targets(MountTargetId=target)["MountTargets"])


def _read_target(call: Call) -> Properties:
    found = _target(call, call.id)
    groups = call.client.describe_mount_target_security_groups(MountTargetId=call.id)["SecurityGroups"]
    dns_name = f"{found['FileSystemId']}.efs.{call.region}.amazonaws.com"
    return {
        **camel(
            found, "availabilityZoneId", "availabilityZoneName", "fileSystemId", "ipAddress", "networkInterfaceId",
            "ownerId", "subnetId",
        ),
        "dnsName": dns_name,
        "mountTargetDnsName": f"{found['AvailabilityZoneName']}.{dns_name}",
        "fileSystemArn": call.arn(f"file-system/{found['FileSystemId']}", "elasticfilesystem"),
        "securityGroups": groups or None,
    }  # fmt: skip


def _create_access_point(call: Call) -> str:
    given = {"FileSystemId": call["fileSystemId"], "Tags": tag_list(call.tags), "ClientToken": secrets.token_hex(16)}
    given |= {
        name[0].upper() + name[1:]: deep_pascal(call[name]) for name in ("posixUser", "rootDirectory") if call[name]
    }
    return call.client.create_access_point(**given)["AccessPointId"]


def _read_access_point(call: Call) -> Properties:
    found = only(call.client.describe_access_points(AccessPointId=call.id)["AccessPoints"])
    return {
        **camel(found, "fileSystemId", "ownerId", arn="AccessPointArn"),
        "fileSystemArn": call.arn(f"file-system/{found['FileSystemId']}", "elasticfilesystem"),
        "posixUser": deep_camel(part(found, "PosixUser")) or None,
        "rootDirectory": deep_camel(part(found, "RootDirectory")) or None,
        **tag_map(found["Tags"]),
    }


def _put_policy(call: Call) -> str:
    bypass = bool(call["bypassPolicyLockoutSafetyCheck"])
    call.client.put_file_system_policy(
        FileSystemId=call["fileSystemId"], Policy=call["policy"], BypassPolicyLockoutSafetyCheck=bypass
    )
    return call["fileSystemId"]


def _put_backup(call: Call) -> str:
    call.client.put_backup_policy(
        FileSystemId=call["fileSystemId"], BackupPolicy={"Status": call["backupPolicy"]["status"]}
    )
    return call["fileSystemId"]


def _read_backup(call: Call) -> Properties:
    status = call.client.describe_backup_policy(FileSystemId=call.id)["BackupPolicy"]["Status"]
    return {"fileSystemId": call.id, "backupPolicy": {"status": status}}


_TAGGING = Tagging(
    add=lambda call, tags: call.client.tag_resource(ResourceId=call.id, Tags=tag_list(tags)),
    remove=lambda call, keys: call.client.untag_resource(ResourceId=call.id, TagKeys=keys),
)


TYPES = (
    ResourceType(
        sdk_type="aws:efs/fileSystem:FileSystem",
        service="efs",
        create=_create,
        read=_read,
        update=_update,
        configure=True,
        delete=lambda call: call.client.delete_file_system(FileSystemId=call.id),
        tagging=_TAGGING,
        retry_delete=frozenset({"FileSystemInUse"}),
    ),
    ResourceType(
        sdk_type="aws:efs/mountTarget:MountTarget",
        service="efs",
        create=_create_target,
        read=_read_target,
        update=lambda call: call.client.modify_mount_target_security_groups(
            MountTargetId=call.id, SecurityGroups=call["securityGroups"] or []
        ),
        delete=lambda call: call.client.delete_mount_target(MountTargetId=call.id),
        not_emulated=frozenset({"ipAddressType", "ipv6Address"}),
    ),
    ResourceType(
        sdk_type="aws:efs/accessPoint:AccessPoint",
        service="efs",
        create=_create_access_point,
        read=_read_access_point,
        delete=lambda call: call.client.delete_access_point(AccessPointId=call.id),
        tagging=_TAGGING,
    ),
    ResourceType(
        sdk_type="aws:efs/fileSystemPolicy:FileSystemPolicy",
        service="efs",
        create=_put_policy,
        read=lambda call: camel(
            call.client.describe_file_system_policy(FileSystemId=call.id), "fileSystemId", "policy"
        ),
        update=_put_policy,
        delete=lambda call: call.client.delete_file_system_policy(FileSystemId=call.id),
        documents=frozenset({"policy"}),
        settings=frozenset({"bypassPolicyLockoutSafetyCheck"}),
    ),
    ResourceType(
        sdk_type="aws:efs/backupPolicy:BackupPolicy",
        service="efs",
        create=_put_backup,
        read=_read_backup,
        update=_put_backup,
        # The real provider switches backups off, too: a file system always has a policy from the first one on.
        delete=lambda call: call.client.put_backup_policy(FileSystemId=call.id, BackupPolicy={"Status": "DISABLED"}),
    ),
)
