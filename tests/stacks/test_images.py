"""The cache, the scans and the copies of images, from the settings to what is declared."""

from pathlib import Path

import pytest

from stacks import platform
from tests.recording import Recording, record, record_environment
from tests.stacks.settings_text import PROD, changed, errors, load

REGISTRIES = "image_registries:\n"


def prod(directory: Path, lines: str) -> Recording:
    settings = load(directory, changed(REGISTRIES, f"{REGISTRIES}  {lines}\n", PROD), "prod")
    return record(lambda: platform.deploy(settings), stack="prod")


@pytest.mark.parametrize(("environment", "expected"), [("dev", 0), ("prod", 1)])
def test_images_of_prod_are_scanned_again_and_again(environment: str, expected: int) -> None:
    found = [one for one in record_environment(environment) if one.type.endswith(":RegistryScanningConfiguration")]
    assert len(found) == expected


def test_copies_go_to_another_region_of_this_account_or_to_another_account(tmp_path: Path) -> None:
    recorded = prod(tmp_path, "replicas: [{region: eu-central-1}, {region: eu-west-1, account_id: '210987654321'}]")
    found = recorded.named("registry-rules-replication").props["replicationConfiguration"]
    assert [(one["region"], one["registryId"]) for one in found["rules"][0]["destinations"]] == [
        ("eu-central-1", "123456789012"),
        ("eu-west-1", "210987654321"),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("replicas: [{region: eu-west-1}]", "replicas[0]: eu-west-1 is this registry itself; choose another region"),
        (
            "replicas: [{region: cn-north-1}]",
            "replicas[0].region: cn-north-1 is in partition aws-cn; ECR copies within",
        ),
        ("replicas: [{region: Ireland}]", "image_registries.replicas[0].region: 'Ireland' is not a region"),
        ("replicas: [{region: us-east-1}, {region: us-east-1}]", "us-east-1 is listed twice for the same account"),
        ("replica_source_account_ids: ['123456789012']", "123456789012 is this account, which needs no leave; drop it"),
        ("replica_source_account_ids: ['1']", "replica_source_account_ids[0]: an account id has 12 digits; this has 1"),
        ("scanning: often", "image_registries.scanning: 'often' is not one of 'enhanced' or 'basic'"),
    ],
)
def test_a_wrong_registry_is_named(tmp_path: Path, lines: str, expected: str) -> None:
    (said,) = errors(tmp_path, changed(REGISTRIES, f"{REGISTRIES}  {lines}\n", PROD), "prod")
    assert expected in said
