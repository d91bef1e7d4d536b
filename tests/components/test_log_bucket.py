"""Log buckets: services may write, nobody may delete, a locked one for good."""

import json
from typing import Any

import pytest

from components.log_bucket import LogBucket, LogBucketArgs
from tests.components.support import named, record_component
from tests.recording import Recording

TRAIL = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/platform"


def bucket(**changes: object) -> Recording:
    args: LogBucketArgs = {
        "bucket_name": "archive",
        "partition": "aws",
        "account_id": "123456789012",
        "region": "eu-west-1",
        "retention_days": 365,
    }
    return record_component(lambda opts: LogBucket("archive", {**args, **changes}, opts))  # pyright: ignore[reportArgumentType]


def one(recording: Recording, kind: str) -> Any:
    (found,) = named(recording, kind).values()
    return found


def statements(recording: Recording) -> dict[str, Any]:
    return {each["Sid"]: each for each in json.loads(one(recording, "BucketPolicy")["policy"])["Statement"]}


@pytest.fixture(scope="module")
def locked() -> Recording:
    return bucket(object_lock="COMPLIANCE", key_arn="arn:key", trail_arns=[TRAIL], flow_logs=True)


def test_a_locked_bucket_keeps_every_log_for_its_time(locked: Recording) -> None:
    assert one(locked, "Bucket")["objectLockEnabled"] is True
    rule = one(locked, "BucketObjectLockConfiguration")["rule"]
    assert rule == {"defaultRetention": {"mode": "COMPLIANCE", "days": 365}}
    assert one(locked, "BucketVersioning")["versioningConfiguration"] == {"status": "Enabled"}


def test_a_bucket_for_access_logs_is_not_locked_and_has_the_key_that_s3_can_write_with() -> None:
    logs = bucket(access_logs_of=["models"])
    assert one(logs, "Bucket")["objectLockEnabled"] is False
    assert named(logs, "BucketObjectLockConfiguration") == {}
    (rule,) = one(logs, "BucketServerSideEncryptionConfiguration")["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}


def test_logs_are_encrypted_with_the_given_key(locked: Recording) -> None:
    (rule,) = one(locked, "BucketServerSideEncryptionConfiguration")["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": "arn:key"}


@pytest.mark.parametrize("lock", [{}, {"object_lock": "GOVERNANCE"}])
def test_nobody_may_delete_a_log_or_speak_plain_http(lock: dict[str, str]) -> None:
    found = statements(bucket(**lock))
    assert found["LogsStay"]["Effect"] == "Deny"
    assert found["LogsStay"]["Principal"] == "*"
    assert {"s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"} == set(
        found["LogsStay"]["Action"]
    )
    assert found["TlsOnly"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_only_services_may_write_and_only_for_our_own_sources(locked: Recording) -> None:
    allowed = [each for each in statements(locked).values() if each["Effect"] == "Allow"]
    assert {each["Principal"]["Service"] for each in allowed} == {
        "cloudtrail.amazonaws.com",
        "delivery.logs.amazonaws.com",
    }
    for statement in allowed:
        conditions = {key: value for test in statement["Condition"].values() for key, value in test.items()}
        assert "aws:SourceArn" in conditions
        assert "*" not in conditions["aws:SourceArn"][:20], "names an account"


def test_cloudtrail_may_write_for_the_named_trail_only(locked: Recording) -> None:
    found = statements(locked)
    assert found["Trails"]["Condition"]["StringEquals"]["aws:SourceArn"] == [TRAIL]
    assert found["Trails"]["Resource"] == "arn:aws:s3:::archive/AWSLogs/123456789012/*"
    assert found["TrailAcl"]["Action"] == "s3:GetBucketAcl"


def test_a_bucket_that_nobody_was_named_for_lets_nobody_write() -> None:
    assert {each["Effect"] for each in statements(bucket()).values()} == {"Deny"}


def test_s3_may_write_access_logs_of_the_named_buckets_only() -> None:
    found = statements(bucket(access_logs_of=["models"]))["AccessLogs"]
    assert found["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert found["Condition"]["ArnLike"] == {"aws:SourceArn": ["arn:aws:s3:::models"]}


def test_logs_expire_after_their_time(locked: Recording) -> None:
    rules = {rule["id"]: rule for rule in one(locked, "BucketLifecycleConfiguration")["rules"]}
    assert rules["expire-logs"]["expiration"] == {"days": 365}


def test_the_buckets_own_access_is_logged_where_asked() -> None:
    assert one(bucket(access_log_bucket="logs"), "BucketLogging")["targetBucket"] == "logs"
