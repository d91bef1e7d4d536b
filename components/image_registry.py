"""An image registry: one ECR repository whose tags never move."""

import json
from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import iam_documents


class ImageRegistryArgs(TypedDict):
    """What an ImageRegistry is made from."""

    repository_name: Input[str]
    """Name of the repository, which people push to."""
    key_arn: Input[str]
    """KMS key that encrypts the images. A repository keeps the key that it was made with: another one would
    replace it."""
    untagged_days: NotRequired[int]
    """Days after which images without a tag are deleted. Default: 14."""
    pull_principal_arns: NotRequired[Sequence[str]]
    """Principals of other accounts that may pull, for example `["arn:aws:iam::123456789012:root"]` for the whole
    account of prod. Default: this account only."""
    force_delete: NotRequired[Input[bool]]
    """Whether deleting the repository deletes its images too. Default: false."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of the repository. Default: those of the provider."""


class ImageRegistry(ComponentResource):
    """An encrypted repository with immutable tags that scans each image on push."""

    repository_url: Output[str]
    """Address to push to and pull from."""
    repository_name: Output[str]
    """Name of the repository."""

    def __init__(self, name: str, args: ImageRegistryArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:ImageRegistry", name, None, opts)
        repository = aws.ecr.Repository(
            f"{name}-repository",
            name=args["repository_name"],
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration={"scan_on_push": True},
            encryption_configurations=[{"encryption_type": "KMS", "kms_key": args["key_arn"]}],
            force_delete=args.get("force_delete", False),
            tags=args.get("tags"),
            opts=ResourceOptions(parent=self, ignore_changes=["encryptionConfigurations"]),
        )
        aws.ecr.LifecyclePolicy(
            f"{name}-lifecycle",
            repository=repository.name,
            policy=lifecycle_policy(args.get("untagged_days", 14)),
            opts=ResourceOptions(parent=self),
        )
        if args.get("pull_principal_arns"):
            aws.ecr.RepositoryPolicy(
                f"{name}-pull",
                repository=repository.name,
                policy=iam_documents.document(iam_documents.image_pull(args.get("pull_principal_arns", []))),
                opts=ResourceOptions(parent=self),
            )
        self.repository_url = repository.repository_url
        self.repository_name = repository.name
        self.register_outputs({"repository_url": self.repository_url, "repository_name": self.repository_name})


def lifecycle_policy(untagged_days: int) -> str:
    """Delete what no tag points to; tagged images may be in use and stay."""
    rule = {
        "rulePriority": 1,
        "description": f"Untagged images go after {untagged_days} days",
        "selection": {
            "tagStatus": "untagged",
            "countType": "sinceImagePushed",
            "countUnit": "days",
            "countNumber": untagged_days,
        },
        "action": {"type": "expire"},
    }
    return json.dumps({"rules": [rule]})
