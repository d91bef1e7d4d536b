"""A tenant's own store: one bucket, one key, nobody else's."""

import json
from typing import Any

import pytest

from components.tenant import Tenant, TenantArgs
from components.tenant_store import TenantStoreArgs
from tests.components.support import named, record_component
from tests.components.tenants import ARGS
from tests.recording import Recording

STORE: TenantStoreArgs = {
    "tenant_name": "iris",
    "bucket_name": "ml-t-iris",
    "key_alias": "ml-t-iris",
    "partition": "aws",
    "account_id": "123456789012",
    "region": "eu-west-1",
    "tenant_role_arn": "arn:aws:iam::123456789012:role/ml-dev-tenant-iris",
    "user_arns": ["arn:aws:iam::123456789012:role/science"],
    "key_deletion_window_days": 30,
    "noncurrent_version_days": 90,
    "force_destroy": False,
    "endpoint_only": True,
    "outside_role_arns": [],
}
COPY = "arn:aws:iam::123456789012:role/ml-t-iris-replication"


def tenant(*, protect: bool = True, **store: object) -> Recording:
    args: TenantArgs = {**ARGS, "own_store": {**STORE, **store}, "protect": protect, "retain_on_delete": protect}  # pyright: ignore[reportAssignmentType]
    args["data"] = [
        {
            "name": "results",
            "kind": "s3",
            "access": "read-write",
            "data_format": "",
            "address": "s3://ml-t-iris/iris/results/",
            "grant": {"bucket_name": "ml-t-iris", "prefix": "iris/results/", "writable": True},
        }
    ]
    return record_component(lambda opts: Tenant("tenant", args, opts), preview=False)


@pytest.fixture(scope="module")
def recorded() -> Recording:
    return tenant()


def statements(recording: Recording, kind: str) -> dict[str, Any]:
    (found,) = named(recording, kind).values()
    return {each["Sid"]: each for each in json.loads(found["policy"])["Statement"]}


def key_arn(recording: Recording) -> str:
    (rule,) = recording.named("tenant-store-objects-encryption").props["rules"]
    return rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"]


def test_the_model_is_read_from_the_own_bucket_below_the_same_prefix(recorded: Recording) -> None:
    spec = recorded.named("tenant-model-inference-service").props["spec"]
    assert spec["predictor"]["model"]["storageUri"] == "s3://ml-t-iris/iris/v1"


def test_role_and_repository_use_the_own_key_and_not_the_shared_one(recorded: Recording) -> None:
    own = key_arn(recorded)
    (repository,) = named(recorded, "Repository").values()
    assert repository["encryptionConfigurations"] == [{"encryptionType": "KMS", "kmsKey": own}]
    reads, writes = json.loads(recorded.named("tenant-identity-decrypt").props["policy"])["Statement"]
    assert (reads["Action"], writes["Action"]) == (["kms:Decrypt"], ["kms:GenerateDataKey"])
    assert reads["Resource"] == writes["Resource"] == [own]
    assert "arn:key" not in str([one.props for one in recorded.resources])


def test_no_pod_of_another_tenant_comes_into_the_bucket(recorded: Recording) -> None:
    lock = statements(recorded, "BucketPolicy")["NoOtherTenant"]
    assert (lock["Effect"], lock["Action"]) == ("Deny", "s3:*")
    assert lock["Resource"] == ["arn:aws:s3:::ml-t-iris", "arn:aws:s3:::ml-t-iris/*"]
    assert lock["Condition"]["StringNotEquals"] == {"aws:PrincipalTag/kubernetes-namespace": "iris"}


def test_the_key_opens_objects_of_the_bucket_to_the_named_roles_and_to_no_administrator(recorded: Recording) -> None:
    found = statements(recorded, "Key")
    objects = found["ObjectsOfOneBucket"]["Condition"]
    assert objects["StringEquals"] == {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}
    assert objects["ArnEquals"] == {"aws:PrincipalArn": [STORE["tenant_role_arn"], *STORE["user_arns"]]}
    administration = found["Administration"]["Action"]
    for action in ("kms:*", "kms:Create*", "kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncrypt*"):
        assert action not in administration
    assert "kms:PutKeyPolicy" in administration or "kms:Put*" in administration, "nobody is locked out"


def test_copies_are_made_by_a_role_that_the_key_knows() -> None:
    replica = {
        "bucket_name": "copies",
        "region": "eu-central-1",
        "key_arn": "arn:copies",
        "source_region": "eu-west-1",
        "role_name": "ml-t-iris-replication",
    }
    recorded = tenant(replica=replica)
    assert COPY in statements(recorded, "Key")["ObjectsOfOneBucket"]["Condition"]["ArnEquals"]["aws:PrincipalArn"]
    assert len(named(recorded, "BucketReplicationConfig")) == 1


def test_what_holds_data_is_protected_and_kept_as_the_environment_wants() -> None:
    kept = ("Bucket", "Key", "Repository")
    for wanted in (True, False):
        recorded = tenant(protect=wanted)
        options = {one.type.split(":")[-1]: one.options for one in recorded.resources if one.custom}
        assert {(options[kind].protect, options[kind].retain_on_delete) for kind in kept} == {(wanted, wanted)}
        assert not options["Role"].retain_on_delete


def test_every_aws_resource_of_a_tenant_says_whose_it_is(recorded: Recording) -> None:
    tagged = {"Bucket", "Key", "Repository", "Role", "PodIdentityAssociation"}
    for one in recorded.resources:
        if one.type.split(":")[-1] in tagged:
            assert one.props["tags"] == {"mlplatform:tenant": "iris"}, one.urn


def test_a_repository_that_was_the_environments_becomes_the_tenants_with_the_key_that_it_has(
    recorded: Recording,
) -> None:
    (repository,) = recorded.of_type("aws:ecr/repository:Repository")
    assert repository.options.ignore_changes == ("encryptionConfigurations",)
    registry = recorded.named("tenant-images", "mlplatform:index:ImageRegistry")
    assert any("registry-tenants-iris" in alias for alias in registry.options.aliases)
