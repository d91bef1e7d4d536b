"""Pull-through cache: images of public registries, kept in the account's own from the first pull on."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, ResourceOptions

from components.upstreams import UPSTREAMS


class CachedRegistry(TypedDict):
    """A registry to cache."""

    name: str
    """One of `ecr-public`, `kubernetes`, `quay`, `docker-hub` and `github`."""
    credential_arn: NotRequired[str]
    """Secret with the user and token for it, needed for the last two. Default: none."""


class PullThroughCacheArgs(TypedDict):
    """What a PullThroughCache is made from."""

    prefix: str
    """What the cached repositories begin with; `quay` is then at `<prefix>/quay/`, at most 30 characters."""
    registries: Sequence[CachedRegistry]
    """The registries to cache."""


class PullThroughCache(ComponentResource):
    """A rule per registry; who pulls an image first needs `ecr:CreateRepository` and `ecr:BatchImportUpstreamImage`."""

    prefixes: Mapping[str, str]
    """Where each registry's images are, below the account's registry."""

    def __init__(self, name: str, args: PullThroughCacheArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:PullThroughCache", name, None, opts)
        self.prefixes = {one["name"]: f"{args['prefix']}/{one['name']}" for one in args["registries"]}
        for registry in args["registries"]:
            aws.ecr.PullThroughCacheRule(
                f"{name}-{registry['name']}",
                ecr_repository_prefix=self.prefixes[registry["name"]],
                upstream_registry_url=UPSTREAMS[registry["name"]].url,
                credential_arn=registry.get("credential_arn"),
                opts=ResourceOptions(parent=self),
            )
        self.register_outputs({"prefixes": self.prefixes})
