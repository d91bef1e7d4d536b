"""What each tenant's own identity may do: nothing with the Kubernetes API, and in AWS its own data only."""

import json
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.integration.platform.checkout import Checkout
from tests.integration.platform.signed_in import CLUSTER, Person
from tests.integration.platform.tenants.place import TENANTS

ELSEWHERE = ("default", "kube-system", "kserve")
OK, REFUSED = 200, 403
READ = ("pods", "secrets", "configmaps", "services")


@pytest.fixture(scope="module")
def models(eight: Checkout) -> dict[str, Person]:
    """The models' service accounts, with tokens as a thief might get them."""
    token = {
        name: eight.kubectl("create", "token", f"{name}-model", "--namespace", name, "--duration=10m")
        for name in TENANTS
    }
    return {name: Person.of(eight, one.strip()) for name, one in token.items()}


def test_a_models_rights_are_those_of_everybody_who_signs_in_whatever_the_namespace(
    models: dict[str, Person], snapshot: SnapshotAssertion
) -> None:
    everywhere = {name: {space: one.rights(space) for space in (*TENANTS, *ELSEWHERE)} for name, one in models.items()}
    rights = {tuple(found) for of_one in everywhere.values() for found in of_one.values()}
    assert len(rights) == 1, everywhere
    assert [*rights.pop()] == snapshot


@pytest.mark.parametrize("tenant", TENANTS)
def test_a_model_reads_no_namespace(models: dict[str, Person], admin: Person, tenant: str) -> None:
    for space in (*TENANTS, *ELSEWHERE):
        for kind in READ:
            path = f"/api/v1/namespaces/{space}/{kind}"
            assert models[tenant].asks("GET", path).status == REFUSED, path
            assert admin.asks("GET", path).status == OK


@pytest.mark.parametrize("tenant", TENANTS)
def test_the_models_pods_hold_no_token_for_the_api(admin: Person, tenant: str) -> None:
    pods: Any = admin.asks("GET", f"/api/v1/namespaces/{tenant}/pods").json()["items"]
    assert pods
    for one in pods:
        sources = [
            source for volume in one["spec"]["volumes"] for source in volume.get("projected", {}).get("sources", [])
        ]
        audiences = {
            source["serviceAccountToken"].get("audience") for source in sources if "serviceAccountToken" in source
        }
        assert audiences <= {"pods.eks.amazonaws.com"}


def test_each_tenant_has_a_role_of_its_own_that_only_its_own_pods_may_take(eight: Checkout) -> None:
    eks, iam = eight.aws("eks"), eight.aws("iam")
    listed = eks.list_pod_identity_associations(clusterName=CLUSTER, maxResults=100)["associations"]
    roles: dict[str, str] = {}
    for one in (each for each in listed if each["namespace"] in TENANTS):
        found = eks.describe_pod_identity_association(clusterName=CLUSTER, associationId=one["associationId"])
        roles[one["namespace"]] = found["association"]["roleArn"]
        role = iam.get_role(RoleName=roles[one["namespace"]].rpartition("/")[2])["Role"]
        (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
        assert statement["Principal"] == {"Service": "pods.eks.amazonaws.com"}
        tags = statement["Condition"]["StringEquals"]
        assert tags["aws:RequestTag/kubernetes-namespace"] == one["namespace"]
        assert tags["aws:RequestTag/kubernetes-service-account"] == f"{one['namespace']}-model"
        assert tags["aws:RequestTag/eks-cluster-arn"].endswith(f":cluster/{CLUSTER}")
        assert role["PermissionsBoundary"], json.dumps(role, default=str)
    assert roles.keys() == TENANTS.keys()
    assert len({*roles.values()}) == len(TENANTS)
