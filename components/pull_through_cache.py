"""Pull-through cache: images of public registries, kept in the account's own from the first pull on."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import iam_documents, image_permissions
from components.image_registry import lifecycle_policy
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
    repository_arns: Sequence[str]
    """ARNs of the cached repositories, with a star at the end."""
    key_arn: Input[str]
    """KMS key that encrypts the cached images."""
    untagged_days: NotRequired[int]
    """Days after which cached images without a tag are deleted. Default: 14."""


class PullThroughCache(ComponentResource):
    """A rule per registry, and a template: the repositories that ECR makes are as those that people push to."""

    prefixes: Mapping[str, str]
    """Where each registry's images are, below the account's registry."""

    def __init__(self, name: str, args: PullThroughCacheArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:PullThroughCache", name, None, opts)
        here = ResourceOptions(parent=self)
        self.prefixes = {one["name"]: f"{args['prefix']}/{one['name']}" for one in args["registries"]}
        for registry in args["registries"]:
            aws.ecr.PullThroughCacheRule(
                f"{name}-{registry['name']}",
                ecr_repository_prefix=self.prefixes[registry["name"]],
                upstream_registry_url=UPSTREAMS[registry["name"]].url,
                credential_arn=registry.get("credential_arn"),
                opts=here,
            )
        role = aws.iam.Role(
            f"{name}-role", assume_role_policy=iam_documents.service_trust("ecr.amazonaws.com"), opts=here
        )
        allowed = aws.iam.RolePolicy(
            f"{name}-role-policy",
            role=role.name,
            policy=Output.from_input(args["key_arn"]).apply(
                lambda key_arn: image_permissions.creation(args["repository_arns"], key_arn)
            ),
            opts=here,
        )
        aws.ecr.RepositoryCreationTemplate(
            f"{name}-repositories",
            prefix=args["prefix"],
            description="Repositories of the pull-through cache",
            applied_fors=["PULL_THROUGH_CACHE"],
            custom_role_arn=role.arn,
            image_tag_mutability="IMMUTABLE",
            encryption_configurations=[{"encryption_type": "KMS", "kms_key": args["key_arn"]}],
            lifecycle_policy=lifecycle_policy(args.get("untagged_days", 14)),
            opts=ResourceOptions(parent=self, depends_on=[allowed]),
        )
        self.register_outputs({"prefixes": self.prefixes})
