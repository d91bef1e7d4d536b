"""The serving cluster: private, encrypted, logged, and nobody is admin by accident."""

import json
from typing import Any

import pytest

from components.cluster_access import ClusterAccess, ClusterAccessArgs
from components.serving_cluster import ServingCluster, ServingClusterArgs
from tests.components.support import named, record_component
from tests.recording import Recording


def cluster(*, preview: bool = True, **changes: object) -> Recording:
    args: ServingClusterArgs = {
        "cluster_name": "ml-dev",
        "kubernetes_version": "1.36",
        "partition": "aws",
        "region": "eu-west-1",
        "subnet_ids": ["subnet-1", "subnet-2"],
        "service_cidr": "172.20.0.0/16",
        "key_arn": "arn:key",
    }
    return record_component(lambda opts: ServingCluster("cluster", {**args, **changes}, opts), preview=preview)  # pyright: ignore[reportArgumentType]


def props(recording: Recording) -> Any:
    return recording.named("cluster-cluster").props


@pytest.fixture(scope="module")
def recorded() -> Recording:
    return cluster()


def test_the_api_is_private_unless_addresses_are_listed(recorded: Recording) -> None:
    network = props(recorded)["vpcConfig"]
    assert (network["endpointPrivateAccess"], network["endpointPublicAccess"]) == (True, False)
    public = props(cluster(public_access_cidrs=["198.51.100.0/24"]))["vpcConfig"]
    assert (public["endpointPublicAccess"], public["publicAccessCidrs"]) == (True, ["198.51.100.0/24"])


def test_secrets_are_encrypted_with_the_given_key(recorded: Recording) -> None:
    assert props(recorded)["encryptionConfig"] == {"provider": {"keyArn": "arn:key"}, "resources": ["secrets"]}


def test_all_five_logs_go_to_an_encrypted_group_that_exists_before_the_cluster(recorded: Recording) -> None:
    assert props(recorded)["enabledClusterLogTypes"] == [
        "api",
        "audit",
        "authenticator",
        "controllerManager",
        "scheduler",
    ]
    group = recorded.named("cluster-log-group")
    assert (group.props["name"], group.props["kmsKeyId"]) == ("/aws/eks/ml-dev/cluster", "arn:key")
    assert group.props["retentionInDays"] == 365
    assert group.urn in recorded.named("cluster-cluster").dependencies


def test_nobody_is_admin_for_having_made_the_cluster(recorded: Recording) -> None:
    assert props(recorded)["accessConfig"] == {
        "authenticationMode": "API",
        "bootstrapClusterCreatorAdminPermissions": False,
    }


def test_the_cluster_never_slides_into_paid_support_and_is_hard_to_delete(recorded: Recording) -> None:
    assert props(recorded)["upgradePolicy"] == {"supportType": "STANDARD"}
    assert props(recorded)["deletionProtection"] is True


def test_the_kubeconfig_signs_in_with_the_aws_cli() -> None:
    outputs = cluster(preview=False).named("cluster", "mlplatform:index:ServingCluster").outputs
    assert outputs is not None
    kubeconfig = json.loads(outputs["kubeconfig"])
    (user,) = kubeconfig["users"]
    assert user["user"]["exec"]["args"][:4] == ["eks", "get-token", "--cluster-name", "ml-dev"]
    assert set(user["user"]) == {"exec"}


def access(**changes: object) -> Recording:
    deployer = "arn:aws:iam::123456789012:role/deployer"
    args: ClusterAccessArgs = {"cluster_name": "ml-dev", "partition": "aws", "deployer_role_arn": deployer}
    return record_component(lambda opts: ClusterAccess("access", {**args, **changes}, opts))  # pyright: ignore[reportArgumentType]


def test_only_the_deployer_has_access_until_somebody_is_named() -> None:
    assert list(named(access(), "AccessEntry")) == ["access-deployer-entry"]


def test_each_kind_of_person_gets_its_own_policy() -> None:
    roles = {
        f"{kind}_role_arns": [f"arn:aws:iam::123456789012:role/{kind}"] for kind in ("admin", "operator", "viewer")
    }
    granted = named(access(**roles), "AccessPolicyAssociation")
    assert {name: props["policyArn"].rsplit("/", 1)[1] for name, props in granted.items()} == {
        "access-deployer-policy": "AmazonEKSClusterAdminPolicy",
        "access-admin-admin-policy": "AmazonEKSClusterAdminPolicy",
        "access-operator-operator-policy": "AmazonEKSEditPolicy",
        "access-viewer-viewer-policy": "AmazonEKSViewPolicy",
    }


def test_operators_and_viewers_get_the_groups_of_the_platforms_own_roles() -> None:
    roles = {f"{kind}_role_arns": [f"arn:aws:iam::123456789012:role/{kind}"] for kind in ("operator", "viewer")}
    entries = named(access(**roles), "AccessEntry")
    assert {name: props.get("kubernetesGroups") for name, props in entries.items()} == {
        "access-deployer-entry": None,
        "access-operator-operator-entry": ["mlplatform:operators"],
        "access-viewer-viewer-entry": ["mlplatform:viewers"],
    }


def test_a_deployer_who_is_also_listed_gets_one_entry() -> None:
    recorded = access(admin_role_arns=["arn:aws:iam::123456789012:role/deployer"])
    assert list(named(recorded, "AccessEntry")) == ["access-deployer-entry"]


def test_a_team_gets_a_group_and_no_access_policy() -> None:
    recorded = access(team_role_arns={"data-science": "arn:aws:iam::123456789012:role/ds"})
    assert named(recorded, "AccessEntry")["access-team-data-science-entry"]["kubernetesGroups"] == [
        "mlplatform:team:data-science"
    ]
    assert list(named(recorded, "AccessPolicyAssociation")) == ["access-deployer-policy"]
