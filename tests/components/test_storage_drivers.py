"""Storage drivers: only those that are wanted, each with what it needs in AWS and nothing more."""

import json
from typing import Any

import pytest

from components.storage_drivers import EBS, EFS, LUSTRE, S3, StorageDrivers, StorageDriversArgs
from tests.components.support import named, record_component
from tests.recording import Recording

ARN = "arn:aws:eks:eu-west-1:123456789012:cluster/ml-dev"


def drivers(*wanted: str) -> Recording:
    args: StorageDriversArgs = {
        "cluster_name": "ml-dev",
        "cluster_arn": ARN,
        "partition": "aws",
        "region": "eu-west-1",
        "account_id": "123456789012",
        "key_arn": "arn:key",
        "versions": dict.fromkeys(wanted, "v1.2.3-eksbuild.1"),
        "tags": {"owner": "ml"},
    }
    return record_component(lambda opts: StorageDrivers("storage", args, opts))


def statements(recording: Recording, name: str) -> dict[str, Any]:
    return {each["Sid"]: each for each in json.loads(recording.named(name).props["policy"])["Statement"]}


def test_nothing_is_installed_that_nobody_wants() -> None:
    assert [resource.name for resource in drivers().resources if resource.custom] == ["aws", "kubernetes"]


def test_only_the_drivers_controller_gets_its_role_and_through_pod_identity() -> None:
    recorded = drivers(EBS, EFS)
    accounts = {"ebs": "ebs-csi-controller-sa", "efs": "efs-csi-controller-sa"}
    for short, account in accounts.items():
        (identity,) = recorded.named(f"storage-{short}-add-on").props["podIdentityAssociations"]
        assert identity["serviceAccount"] == account
        (trust,) = json.loads(recorded.named(f"storage-{short}-role").props["assumeRolePolicy"])["Statement"]
        assert trust["Condition"]["StringEquals"] == {
            "aws:RequestTag/eks-cluster-arn": ARN,
            "aws:RequestTag/kubernetes-namespace": "kube-system",
            "aws:RequestTag/kubernetes-service-account": account,
        }


@pytest.mark.parametrize(("short", "driver"), [("s3", S3), ("lustre", LUSTRE)])
def test_drivers_that_only_mount_have_no_permissions_of_their_own(short: str, driver: str) -> None:
    recorded = drivers(driver)
    assert "podIdentityAssociations" not in recorded.named(f"storage-{short}-add-on").props
    assert not named(recorded, "Role")


def test_the_ebs_driver_changes_volumes_and_nodes_of_its_own_cluster_only() -> None:
    found = statements(drivers(EBS), "storage-ebs-policy")
    changing = {sid: each for sid, each in found.items() if sid != "LookAtThisRegion"}
    conditions = {key: value for each in changing.values() for key, value in each["Condition"]["StringEquals"].items()}
    assert conditions.pop("ec2:CreateAction") == "CreateVolume"
    assert set(conditions.values()) == {"ml-dev"}
    assert all(":123456789012:" in each["Resource"] for each in changing.values())


def test_volumes_are_encrypted_with_the_given_key_in_the_zone_of_their_pod_and_tagged() -> None:
    recorded = drivers(EBS)
    default = recorded.named("storage-storage-class").props
    assert default["parameters"] == {"type": "gp3", "encrypted": "true", "kmsKeyId": "arn:key"}
    assert default["volumeBindingMode"] == "WaitForFirstConsumer"
    assert default["metadata"]["annotations"] == {"storageclass.kubernetes.io/is-default-class": "true"}
    configuration = json.loads(recorded.named("storage-ebs-add-on").props["configurationValues"])
    assert configuration == {"controller": {"extraVolumeTags": {"owner": "ml"}}}


def test_a_driver_has_its_permissions_before_it_starts_and_until_it_is_gone() -> None:
    recorded = drivers(EBS)
    dependencies = recorded.named("storage-ebs-add-on").dependencies
    assert {recorded.named(f"storage-ebs-{part}").urn for part in ("policy", "encryption")} <= set(dependencies)
    assert recorded.named("storage-ebs-add-on").urn in recorded.named("storage-storage-class").dependencies
