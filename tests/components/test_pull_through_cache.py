"""The pull-through cache: one rule per registry, below the platform's own prefix."""

from components.pull_through_cache import PullThroughCache
from components.upstreams import UPSTREAMS
from tests.components.support import named, record_component

SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/github-AbCdEf"


def test_each_registry_is_below_the_platforms_prefix() -> None:
    recorded = record_component(
        lambda opts: PullThroughCache("cache", {"prefix": "ml-dev", "registries": [{"name": "quay"}]}, opts)
    )
    (rule,) = named(recorded, "PullThroughCacheRule").values()
    assert rule == {"ecrRepositoryPrefix": "ml-dev/quay", "upstreamRegistryUrl": "quay.io"}


def test_a_registry_that_wants_a_user_gets_its_secret_and_not_the_password() -> None:
    recorded = record_component(
        lambda opts: PullThroughCache(
            "cache", {"prefix": "ml-dev", "registries": [{"name": "github", "credential_arn": SECRET}]}, opts
        )
    )
    (rule,) = named(recorded, "PullThroughCacheRule").values()
    assert UPSTREAMS["github"].needs_credential
    assert rule["credentialArn"] == SECRET
