"""Copies of the models in another region, when an environment asks for them."""

from pathlib import Path

from stacks import platform
from tests.recording import record
from tests.stacks.settings_text import PROD, changed, load

TYPE = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"


def test_a_replica_lies_in_its_region_and_is_as_protected_as_the_original(tmp_path: Path) -> None:
    text = changed("storage:\n", "storage:\n  replica_region: eu-central-1\n", PROD)
    recorded = record(lambda: platform.deploy(load(tmp_path, text, "prod")), stack="prod")
    (provider,) = (one for one in recorded.resources if one.name == "aws-replica")
    assert provider.props["region"] == "eu-central-1"
    names = ("models-replica-", "replica-key-", "replica-access-logs-")
    copies = [one for one in recorded.resources if one.name.startswith(names)]
    assert copies
    for one in copies:
        assert one.provider.startswith(provider.urn)
        assert one.options.protect
    own = {f"tenant-{name}-store-objects-replication" for name in ("iris", "sentiment")}
    assert {one.name for one in recorded.of_type(TYPE)} == {"models-replication", *own}
    versions = recorded.named("models-replica-versioning").urn
    assert versions in recorded.named("models", "mlplatform:index:ObjectStore").dependencies


def test_who_reads_the_copies_is_logged_beside_them(tmp_path: Path) -> None:
    text = changed("storage:\n", "storage:\n  replica_region: eu-central-1\n", PROD)
    recorded = record(lambda: platform.deploy(load(tmp_path, text, "prod")), stack="prod")
    logs = recorded.named("replica-access-logs-bucket")
    assert logs.props["bucket"] == "mlplatform-prod-123456789012-logs-replica"
    logging = recorded.named("models-replica-access-log")
    assert logging.property_dependencies["targetBucket"] == (logs.urn,)
