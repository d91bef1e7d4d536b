"""Object stores: every lock on."""

import json
from typing import Any

import pytest

from components.object_store import ObjectStore, ObjectStoreArgs
from tests.components.support import named, record_component
from tests.recording import Recording


def store(**changes: object) -> Recording:
    args: ObjectStoreArgs = {
        "bucket_name": "models",
        "partition": "aws",
        "account_id": "123456789012",
        "key_arn": "arn:key",
    }
    return record_component(lambda opts: ObjectStore("store", {**args, **changes}, opts))  # pyright: ignore[reportArgumentType]


@pytest.fixture(scope="module")
def recorded() -> Recording:
    return store()


def one(recording: Recording, kind: str) -> Any:
    (found,) = named(recording, kind).values()
    return found


def statements(recording: Recording) -> dict[str, Any]:
    return {each["Sid"]: each for each in json.loads(one(recording, "BucketPolicy")["policy"])["Statement"]}


def test_all_four_public_access_blocks_are_on(recorded: Recording) -> None:
    block = one(recorded, "BucketPublicAccessBlock")
    flags = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    assert all(block[flag] is True for flag in flags)


def test_objects_are_encrypted_with_the_given_key_and_a_bucket_key(recorded: Recording) -> None:
    (rule,) = one(recorded, "BucketServerSideEncryptionConfiguration")["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": "arn:key"}
    assert rule["bucketKeyEnabled"] is True


def test_acls_are_off_and_versions_kept(recorded: Recording) -> None:
    assert one(recorded, "BucketOwnershipControls")["rule"] == {"objectOwnership": "BucketOwnerEnforced"}
    assert one(recorded, "BucketVersioning")["versioningConfiguration"] == {"status": "Enabled"}


def test_unfinished_uploads_and_old_versions_go_in_time(recorded: Recording) -> None:
    rules = {rule["id"]: rule for rule in one(recorded, "BucketLifecycleConfiguration")["rules"]}
    assert rules["abort-unfinished-uploads"]["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 7}
    assert rules["expire-old-versions"]["noncurrentVersionExpiration"] == {"noncurrentDays": 90}


def test_plain_http_is_denied(recorded: Recording) -> None:
    tls = statements(recorded)["TlsOnly"]
    assert (tls["Effect"], tls["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_a_pod_is_denied_everything_outside_the_prefix_of_its_namespace(recorded: Recording) -> None:
    lock = statements(recorded)["PodsKeepToTheirPrefix"]
    assert lock["Effect"] == "Deny"
    assert lock["NotResource"][1] == "arn:aws:s3:::models/${aws:PrincipalTag/kubernetes-namespace}/*"
    assert lock["Condition"] == {"Null": {"aws:PrincipalTag/kubernetes-namespace": "false"}}


def test_deleting_the_bucket_deletes_no_objects_unless_asked(recorded: Recording) -> None:
    assert one(recorded, "Bucket")["forceDestroy"] is False
    assert one(store(force_destroy=True), "Bucket")["forceDestroy"] is True


def test_access_is_logged_when_there_is_a_bucket_for_it(recorded: Recording) -> None:
    assert named(recorded, "BucketLogging") == {}
    assert one(store(access_log_bucket="logs"), "BucketLogging")["targetBucket"] == "logs"


def test_objects_move_to_cheaper_classes_only_if_asked(recorded: Recording) -> None:
    assert "tier-by-use" not in {rule["id"] for rule in one(recorded, "BucketLifecycleConfiguration")["rules"]}
    rules = {rule["id"]: rule for rule in one(store(tiering_days=30), "BucketLifecycleConfiguration")["rules"]}
    assert rules["tier-by-use"]["transitions"] == [{"days": 30, "storageClass": "INTELLIGENT_TIERING"}]


def test_an_endpoint_only_bucket_gives_no_object_to_anybody_outside(recorded: Recording) -> None:
    assert "OnlyThroughOwnEndpoints" not in statements(recorded)
    lock = statements(store(endpoint_only=True))["OnlyThroughOwnEndpoints"]
    assert (lock["Effect"], lock["Principal"]) == ("Deny", "*")
    assert {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"} <= set(lock["Action"])
    assert lock["Condition"] == {
        "StringNotEqualsIfExists": {"aws:VpceAccount": "123456789012"},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false"},
    }


def test_whoever_deploys_from_outside_can_still_see_and_change_the_bucket() -> None:
    lock = statements(store(endpoint_only=True))["OnlyThroughOwnEndpoints"]
    assert not [action for action in lock["Action"] if "Bucket" in action or action == "s3:*"]
    assert lock["Resource"] == "arn:aws:s3:::models/*"


def test_named_roles_may_come_from_outside() -> None:
    role = "arn:aws:iam::123456789012:role/upload"
    lock = statements(store(endpoint_only=True, outside_role_arns=[role]))["OnlyThroughOwnEndpoints"]
    assert lock["Condition"]["ArnNotLikeIfExists"] == {"aws:PrincipalArn": [role]}


COPY = {
    "bucket_name": "models-copy",
    "region": "eu-central-1",
    "key_arn": "arn:other-key",
    "source_region": "eu-west-1",
    "role_name": "replication",
}


def test_nothing_is_copied_unless_asked(recorded: Recording) -> None:
    assert named(recorded, "BucketReplicationConfig") == {}
    assert named(recorded, "Role") == {}


def test_every_new_object_is_copied_under_the_other_regions_key_and_no_deletion_is() -> None:
    (rule,) = one(store(replica=COPY), "BucketReplicationConfig")["rules"]
    assert (rule["status"], rule["filter"]) == ("Enabled", {"prefix": ""})
    assert rule["deleteMarkerReplication"] == {"status": "Disabled"}
    assert rule["sourceSelectionCriteria"] == {"sseKmsEncryptedObjects": {"status": "Enabled"}}
    assert rule["destination"]["bucket"] == "arn:aws:s3:::models-copy"
    assert rule["destination"]["encryptionConfiguration"] == {"replicaKmsKeyId": "arn:other-key"}


def test_replication_begins_when_versions_are_kept_and_its_role_may_copy() -> None:
    recording = store(replica=COPY)
    waited = "".join(recording.named("store-replication").dependencies)
    assert all(name in waited for name in ("store-versioning", "store-replication-objects", "store-replication-keys"))


def test_the_replication_role_is_s3s_for_this_bucket_and_may_copy_and_nothing_else() -> None:
    recording = store(replica=COPY)
    (trust,) = json.loads(one(recording, "Role")["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "s3.amazonaws.com"}
    assert trust["Condition"]["ArnLike"] == {"aws:SourceArn": "arn:aws:s3:::models"}
    policies = named(recording, "RolePolicy").values()
    statements = [each for policy in policies for each in json.loads(policy["policy"])["Statement"]]
    actions = {action for each in statements for action in each["Action"]}
    assert not [action for action in actions if "Delete" in action or "*" in action]
    assert {each["Resource"] for each in statements if "kms:Decrypt" in each["Action"]} == {"arn:key"}
    assert {each["Resource"] for each in statements if "kms:Encrypt" in each["Action"]} == {"arn:other-key"}
