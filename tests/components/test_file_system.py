"""A shared file system: encrypted, in every zone, and mounted by the cluster's driver at access points only."""

import json
from typing import Any

from components import tenant_data
from components.file_system import FileSystem, FileSystemArgs
from components.tenant import Tenant
from tests.components.support import named, record_component
from tests.components.tenants import ARGS
from tests.recording import Recording

DRIVER = "arn:aws:iam::123456789012:role/ml-dev-efs-mounts"
PLAIN: FileSystemArgs = {
    "file_system_name": "ml-dev-shared",
    "vpc_id": "vpc-1",
    "subnet_ids": {"eu-west-1a": "subnet-1", "eu-west-1b": "subnet-2"},
    "client_security_group_id": "sg-nodes",
    "client_role_arns": [DRIVER],
    "key_arn": "arn:aws:kms:eu-west-1:123456789012:key/1",
}


def shared(args: FileSystemArgs = PLAIN) -> Recording:
    return record_component(lambda opts: FileSystem("shared", args, opts), preview=False)


def test_files_are_encrypted_with_the_given_key_and_copied_every_day() -> None:
    recorded = shared()
    files = recorded.named("shared-file-system").props
    assert files["encrypted"] is True
    assert files["kmsKeyId"] == PLAIN["key_arn"]
    assert recorded.named("shared-backups").props["backupPolicy"] == {"status": "ENABLED"}


def test_files_that_nobody_reads_become_cheaper_until_somebody_does() -> None:
    assert shared().named("shared-file-system").props["lifecyclePolicies"] == [
        {"transitionToIa": "AFTER_30_DAYS"},
        {"transitionToPrimaryStorageClass": "AFTER_1_ACCESS"},
    ]
    tomorrow = shared({**PLAIN, "infrequent_access_days": 1}).named("shared-file-system").props
    assert tomorrow["lifecyclePolicies"][0] == {"transitionToIa": "AFTER_1_DAY"}
    never = shared({**PLAIN, "infrequent_access_days": None})
    assert "lifecyclePolicies" not in never.named("shared-file-system").props


def test_every_zone_has_a_mount_target_that_only_the_nodes_reach() -> None:
    recorded = shared()
    targets = named(recorded, "MountTarget").values()
    assert {one["subnetId"] for one in targets} == {"subnet-1", "subnet-2"}
    (group,) = {group for one in targets for group in one["securityGroups"]}
    (rule,) = named(recorded, "SecurityGroupIngressRule").values()
    assert rule["securityGroupId"] == group
    assert (rule["referencedSecurityGroupId"], rule["fromPort"], rule["toPort"]) == ("sg-nodes", 2049, 2049)
    assert "cidrIpv4" not in rule


def test_a_mount_needs_tls_the_drivers_role_and_an_access_point() -> None:
    statements = {one["Sid"]: one for one in json.loads(shared().named("shared-policy").props["policy"])["Statement"]}
    allowed = statements.pop("MountAccessPoints")
    assert allowed["Principal"] == {"AWS": [DRIVER]}
    assert allowed["Action"] == ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    assert allowed["Condition"]["Null"] == {"elasticfilesystem:AccessPointArn": "false"}
    assert {sid: one["Effect"] for sid, one in statements.items()} == {"TlsOnly": "Deny", "AccessPointsOnly": "Deny"}
    assert statements["TlsOnly"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert statements["AccessPointsOnly"]["Condition"] == {"Null": {"elasticfilesystem:AccessPointArn": "true"}}


def test_no_mount_target_is_there_before_the_policy_or_keeps_the_network_from_going() -> None:
    recorded = shared()
    policy = recorded.named("shared-policy").urn
    for target in recorded.of_type("aws:efs/mountTarget:MountTarget"):
        assert policy in target.dependencies
        assert not target.options.protect
        assert not target.options.retain_on_delete


def tenant(access: str = "read") -> Recording:
    source = tenant_data.shared_files(
        name="training",
        file_system_id="fs-1",
        folder="/iris/training",
        address="shared:/iris/training",
        access=access,
        data_format="",
    )
    args: Any = {**ARGS, "data": [source]}
    return record_component(lambda opts: Tenant("tenant", args, opts), preview=False)


def test_a_source_has_a_folder_and_a_user_of_its_own() -> None:
    (point,) = named(tenant(), "AccessPoint").values()
    assert point["fileSystemId"] == "fs-1"
    assert point["rootDirectory"]["path"] == "/iris/training"
    assert point["rootDirectory"]["creationInfo"] == {"ownerUid": 10001, "ownerGid": 10001, "permissions": "0750"}
    assert point["posixUser"] == {"uid": 10001, "gid": 10001}


def test_the_volume_is_the_access_point_and_not_the_file_system() -> None:
    recorded = tenant()
    (point,) = (one for one in recorded.resources if one.type.endswith(":AccessPoint"))
    (volume,) = named(recorded, "PersistentVolume").values()
    assert volume["spec"]["csi"]["volumeHandle"] == f"fs-1::{point.name}-id"
    assert volume["spec"]["mountOptions"] == ["tls", "iam"]
    assert volume["spec"]["csi"]["readOnly"] is True
    assert volume["spec"]["claimRef"]["namespace"] == ARGS["tenant_name"]


def test_its_claim_has_room_in_the_quota() -> None:
    (quota,) = named(tenant(), "ResourceQuota").values()
    assert quota["spec"]["hard"]["persistentvolumeclaims"] == "1"
