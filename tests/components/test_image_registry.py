"""Image registries: tags that never move, own key, and nobody pulls who is not named."""

import json
from typing import Any

import pytest

from components.image_registry import ImageRegistry, ImageRegistryArgs
from tests.components.support import named, record_component
from tests.recording import Recording

PROD = "arn:aws:iam::210987654321:root"


def registry(**changes: object) -> Recording:
    args: ImageRegistryArgs = {"repository_name": "mlplatform-dev/models", "key_arn": "arn:key"}
    return record_component(lambda opts: ImageRegistry("registry", {**args, **changes}, opts))  # pyright: ignore[reportArgumentType]


@pytest.fixture(scope="module")
def recorded() -> Recording:
    return registry()


def one(recording: Recording, kind: str) -> Any:
    (found,) = named(recording, kind).values()
    return found


def test_tags_never_move_and_each_push_is_scanned(recorded: Recording) -> None:
    repository = one(recorded, "Repository")
    assert repository["imageTagMutability"] == "IMMUTABLE"
    assert repository["imageScanningConfiguration"] == {"scanOnPush": True}
    assert repository["forceDelete"] is False


def test_images_are_encrypted_with_the_given_key(recorded: Recording) -> None:
    assert one(recorded, "Repository")["encryptionConfigurations"] == [{"encryptionType": "KMS", "kmsKey": "arn:key"}]


def test_only_images_without_a_tag_expire() -> None:
    (rule,) = json.loads(one(registry(untagged_days=3), "LifecyclePolicy")["policy"])["rules"]
    assert rule["selection"]["tagStatus"] == "untagged"
    assert rule["selection"]["countNumber"] == 3


def test_nobody_outside_the_account_pulls_unless_named(recorded: Recording) -> None:
    assert named(recorded, "RepositoryPolicy") == {}


def test_a_named_account_may_pull_and_no_more() -> None:
    (statement,) = json.loads(one(registry(pull_principal_arns=[PROD]), "RepositoryPolicy")["policy"])["Statement"]
    assert statement["Principal"] == {"AWS": [PROD]}
    assert statement["Action"] == [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
    ]
