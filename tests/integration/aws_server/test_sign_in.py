"""Sign-in with `aws eks get-token`: who gets in, as whom, with which rights."""

import time

import pytest

from tests.integration.aws_server.eks import VIEW, Eks
from tests.sandbox.aws.server.account import error

pytestmark = pytest.mark.integration
# The API server remembers who a token belongs to: 5 s the webhook's answer, 10 s its own.
MEMORY_SECONDS = 16
PATIENCE_SECONDS = 20
# kubectl's word for status 401; what follows it depends on the request that met it first.
UNAUTHORIZED = "You must be logged in to the server"


@pytest.fixture(scope="package")
def viewer(eks: Eks) -> str:
    return eks.account.role("viewer")


def _associate(eks: Eks, cluster: str, viewer: str, **scope: object) -> None:
    eks.api.create_access_entry(clusterName=cluster, principalArn=viewer, kubernetesGroups=["viewers"])
    eks.api.associate_access_policy(clusterName=cluster, principalArn=viewer, policyArn=VIEW, accessScope=scope)


def test_the_creator_of_a_cluster_is_its_administrator(eks: Eks, cluster: str) -> None:
    assert cluster
    token = eks.token(eks.account.credentials["role_arn"], "me")
    assert eks.kubectl_as(token, "auth", "can-i", "*", "*").stdout.strip() == "yes"


def test_a_stranger_gets_nothing(eks: Eks, cluster: str, viewer: str) -> None:
    assert cluster
    assert UNAUTHORIZED in eks.kubectl_as(eks.token(viewer, "eve"), "get", "pods").stderr


def test_a_viewer_reads_and_deletes_nothing(eks: Eks, cluster: str, viewer: str) -> None:
    _associate(eks, cluster, viewer, type="cluster")
    token = eks.token(viewer, "ada")
    name = eks.kubectl_as(token, "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}").stdout
    assert name == "arn:aws:sts::123456789012:assumed-role/viewer/ada"
    assert eks.kubectl_as(token, "get", "pods", "-A").returncode == 0
    assert "Forbidden" in eks.kubectl_as(token, "delete", "pod/model").stderr


def test_a_viewer_of_one_namespace_sees_only_that(eks: Eks, cluster: str, viewer: str) -> None:
    _associate(eks, cluster, viewer, type="namespace", namespaces=["tenant-*"])
    # The namespace comes after the policy.
    eks.clone.kubectl("create", "namespace", "tenant-iris")
    token = eks.token(viewer, "ada")
    # The role of the new namespace takes a moment.
    deadline = time.monotonic() + PATIENCE_SECONDS
    while eks.kubectl_as(token, "get", "pods", "-n", "tenant-iris").returncode:
        assert time.monotonic() < deadline
    assert "Forbidden" in eks.kubectl_as(token, "get", "pods", "-n", "default").stderr
    eks.api.disassociate_access_policy(clusterName=cluster, principalArn=viewer, policyArn=VIEW)
    assert "Forbidden" in eks.kubectl_as(token, "get", "pods", "-n", "tenant-iris").stderr


def test_who_loses_the_access_entry_is_out(eks: Eks, cluster: str, viewer: str) -> None:
    _associate(eks, cluster, viewer, type="cluster")
    token = eks.token(viewer, "ada")
    assert eks.kubectl_as(token, "get", "pods").returncode == 0
    eks.api.delete_access_entry(clusterName=cluster, principalArn=viewer)
    time.sleep(MEMORY_SECONDS)
    assert UNAUTHORIZED in eks.kubectl_as(token, "get", "pods").stderr


def test_nodes_are_let_in_with_their_group_and_not_longer(eks: Eks, cluster: str) -> None:
    eks.create_nodegroup("system", size=0)
    entry = eks.api.describe_access_entry(clusterName=cluster, principalArn=eks.node_role)["accessEntry"]
    assert (entry["type"], entry["kubernetesGroups"]) == ("EC2_LINUX", ["system:nodes"])
    eks.api.delete_nodegroup(clusterName=cluster, nodegroupName="system")
    with error("ResourceNotFoundException"):
        eks.api.describe_access_entry(clusterName=cluster, principalArn=eks.node_role)


@pytest.mark.parametrize("group", ["system:masters", "eks:admins"])
def test_nobody_can_be_put_into_a_reserved_group(eks: Eks, cluster: str, viewer: str, group: str) -> None:
    with error("InvalidParameterException"):
        eks.api.create_access_entry(clusterName=cluster, principalArn=viewer, kubernetesGroups=[group])


def test_the_log_holds_no_token(eks: Eks, cluster: str, viewer: str) -> None:
    assert cluster
    eks.kubectl_as(eks.token(viewer, "eve"), "get", "pods")
    log = (eks.clone.layout.logs / "aws.log").read_text()
    assert "k8s-aws-v1" not in log
    assert "X-Amz-Signature" not in log
