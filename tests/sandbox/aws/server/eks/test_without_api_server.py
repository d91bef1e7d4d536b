"""EKS as far as it goes without a Kubernetes API server."""

import pytest
import requests

from tests.sandbox.aws.server.account import Account, error


@pytest.fixture(scope="module")
def cluster(account: Account) -> dict[str, object]:
    """Parameters that EKS accepts."""
    subnets = account.subnets(account.vpc("10.9.0.0/16"), "10.9.0.0/24", "10.9.1.0/24")
    return {"name": "dev", "roleArn": account.role("cluster"), "resourcesVpcConfig": {"subnetIds": subnets}}


def test_a_cluster_without_an_api_server_is_an_error_that_says_so(account: Account, cluster: dict[str, object]) -> None:
    with error("ServerException") as refusal:
        account.client("eks").create_cluster(**cluster)
    assert "API server cannot be reached" in str(refusal.value)
    assert account.client("eks").list_clusters()["clusters"] == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": "1.19"}, "unsupported Kubernetes version 1.19"),
        ({"roleArn": "arn:aws:iam::123456789012:role/missing"}, "could not be assumed"),
        ({"resourcesVpcConfig": {"subnetIds": ["subnet-1", "subnet-2"]}}, "'subnet-1' does not exist"),
        ({"name": "-dev"}, "must begin with a letter or digit"),
        ({"computeConfig": {"enabled": True}}, "Auto Mode"),
        ({"encryptionConfig": [{"resources": ["secrets"], "provider": {"keyArn": "arn:aws:kms:::key/1"}}]}, "KMS key"),
    ],
)
def test_a_wrong_cluster_is_refused(
    account: Account, cluster: dict[str, object], change: dict[str, object], message: str
) -> None:
    with error("InvalidParameterException") as refusal:
        account.client("eks").create_cluster(**{**cluster, **change})
    assert message in str(refusal.value)


def test_what_does_not_exist_is_not_found(account: Account) -> None:
    with error("ResourceNotFoundException"):
        account.client("eks").describe_cluster(name="dev")


def test_every_version_of_an_addon_fits_a_version_of_kubernetes(account: Account) -> None:
    eks = account.client("eks")
    known = {version["clusterVersion"] for version in eks.describe_cluster_versions()["clusterVersions"]}
    for addon in eks.describe_addon_versions()["addons"]:
        for version in addon["addonVersions"]:
            fitting = {compatibility["clusterVersion"] for compatibility in version["compatibilities"]}
            assert fitting
            assert fitting <= known


def test_each_addon_has_one_default_per_kubernetes_version(account: Account) -> None:
    for addon in account.client("eks").describe_addon_versions(kubernetesVersion="1.36")["addons"]:
        defaults = [version["compatibilities"][0]["defaultVersion"] for version in addon["addonVersions"]]
        assert defaults.count(True) == 1, addon["addonName"]


def test_nobody_signs_in_without_a_cluster(account: Account) -> None:
    review = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": {"token": "k8s-aws-v1.x"}}
    answer = requests.post(f"{account.endpoint}/_sandbox/token-review", json=review, timeout=5)
    assert answer.json()["status"] == {"authenticated": False, "error": "there is no EKS cluster"}
