"""The pull-through cache: one rule per registry below the platform's own prefix, and what its repositories are like."""

import json

from components.pull_through_cache import CachedRegistry, PullThroughCache
from components.upstreams import UPSTREAMS
from tests.components.support import named, record_component
from tests.recording import Recording

SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/github-AbCdEf"
CACHED = "arn:aws:ecr:eu-west-1:123456789012:repository/ml-dev/quay/*"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"


def cache(*registries: CachedRegistry) -> Recording:
    return record_component(
        lambda opts: PullThroughCache(
            "cache",
            {"prefix": "ml-dev", "registries": registries, "repository_arns": [CACHED], "key_arn": KEY},
            opts,
        )
    )


def test_each_registry_is_below_the_platforms_prefix() -> None:
    (rule,) = named(cache({"name": "quay"}), "PullThroughCacheRule").values()
    assert rule == {"ecrRepositoryPrefix": "ml-dev/quay", "upstreamRegistryUrl": "quay.io"}


def test_a_registry_that_wants_a_user_gets_its_secret_and_not_the_password() -> None:
    (rule,) = named(cache({"name": "github", "credential_arn": SECRET}), "PullThroughCacheRule").values()
    assert UPSTREAMS["github"].needs_credential
    assert rule["credentialArn"] == SECRET


def test_what_ecr_makes_is_as_immutable_and_encrypted_as_what_people_push_to() -> None:
    (template,) = named(cache({"name": "quay"}), "RepositoryCreationTemplate").values()
    assert (template["prefix"], template["appliedFors"]) == ("ml-dev", ["PULL_THROUGH_CACHE"])
    assert template["imageTagMutability"] == "IMMUTABLE"
    assert template["encryptionConfigurations"] == [{"encryptionType": "KMS", "kmsKey": KEY}]
    assert json.loads(template["lifecyclePolicy"])["rules"][0]["selection"]["tagStatus"] == "untagged"


def test_ecr_makes_repositories_of_the_cache_with_its_key_and_nothing_else() -> None:
    recorded = cache({"name": "quay"})
    create, encrypt = json.loads(recorded.named("cache-role-policy").props["policy"])["Statement"]
    assert create["Resource"] == [CACHED]
    assert encrypt["Resource"] == KEY
    trust = json.loads(recorded.named("cache-role").props["assumeRolePolicy"])["Statement"][0]
    assert trust["Principal"] == {"Service": "ecr.amazonaws.com"}
