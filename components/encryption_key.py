"""An encryption key: one KMS key for one class of data."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions


class EncryptionKeyArgs(TypedDict):
    """What an EncryptionKey is made from."""

    description: Input[str]
    """What the key encrypts, shown in the KMS console."""
    policy: Input[str]
    """Key policy (JSON): who may use the key."""
    alias: Input[str]
    """Name that people find the key by, without `alias/`."""
    deletion_window_days: NotRequired[Input[int]]
    """Days between a deletion and the loss of everything that the key encrypted, 7 to 30. Default: 30."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of the key. Default: those of the provider."""


class EncryptionKey(ComponentResource):
    """A customer-managed KMS key that rotates every year and has an explicit policy."""

    key_arn: Output[str]
    """ARN of the key."""

    def __init__(self, name: str, args: EncryptionKeyArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:EncryptionKey", name, None, opts)
        key = aws.kms.Key(
            f"{name}-key",
            description=args["description"],
            policy=args["policy"],
            enable_key_rotation=True,
            deletion_window_in_days=args.get("deletion_window_days", 30),
            tags=args.get("tags"),
            opts=ResourceOptions(parent=self),
        )
        aws.kms.Alias(
            f"{name}-alias",
            name=Output.concat("alias/", args["alias"]),
            target_key_id=key.key_id,
            opts=ResourceOptions(parent=self),
        )
        self.key_arn = key.arn
        self.register_outputs({"key_arn": self.key_arn})
