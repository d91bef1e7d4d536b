"""S3 operations that moto gets wrong on its own."""

from collections.abc import Generator

import pytest

from tests.sandbox.aws.server.account import REGION, Account, error

LOCATION = {"LocationConstraint": REGION}


@pytest.fixture
def bucket(account: Account) -> Generator[str]:
    s3 = account.client("s3")
    s3.create_bucket(Bucket="models", CreateBucketConfiguration=LOCATION)
    yield "models"
    s3.delete_bucket(Bucket="models")


def test_a_bucket_keeps_the_tags_that_it_is_created_with(account: Account) -> None:
    s3, tags = account.client("s3"), [{"Key": "env", "Value": "dev"}]
    s3.create_bucket(Bucket="tagged", CreateBucketConfiguration={**LOCATION, "Tags": tags})
    assert s3.get_bucket_tagging(Bucket="tagged")["TagSet"] == tags


def test_a_new_bucket_is_closed_and_encrypted(account: Account, bucket: str) -> None:
    s3 = account.client("s3")
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())
    rules = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    ownership = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
    assert ownership == [{"ObjectOwnership": "BucketOwnerEnforced"}]


@pytest.mark.parametrize("kind", ["metrics", "analytics", "intelligent_tiering", "inventory"])
def test_deleting_a_configuration_does_not_delete_the_bucket(account: Account, bucket: str, kind: str) -> None:
    s3 = account.client("s3")
    with error("SandboxNotImplemented"):
        getattr(s3, f"delete_bucket_{kind}_configuration")(Bucket=bucket, Id="x")
    s3.head_bucket(Bucket=bucket)


def test_a_missing_bucket_is_missing_and_not_unknown_to_the_sandbox(account: Account) -> None:
    with error("404"):
        account.client("s3").head_bucket(Bucket="nowhere")


def test_lifecycle_rules_come_back_as_they_were_sent(account: Account, bucket: str) -> None:
    s3 = account.client("s3")
    rules = [
        {
            "ID": "old-versions",
            "Status": "Enabled",
            "Filter": {"And": {"Prefix": "logs/", "ObjectSizeGreaterThan": 10}},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 90, "NewerNoncurrentVersions": 3},
        }
    ]
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})
    assert s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"] == rules
    s3.delete_bucket_lifecycle(Bucket=bucket)
    with error("NoSuchLifecycleConfiguration"):
        s3.get_bucket_lifecycle_configuration(Bucket=bucket)
