"""The provider's own configuration: region, default tags and what else pulumi-aws accepts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.aws.provider.clients import Aws
from sandbox.aws.provider.sdk import Scalar, schema
from sandbox.aws.provider.validation import failures
from sandbox.provider.errors import CheckError, Failure, ProviderError
from sandbox.provider.values import Properties

_TOKEN = "pulumi:providers:aws"  # noqa: S105


@dataclass(frozen=True)
class Config:
    """What the stand-in uses of the configuration; the rest is checked and has no effect on the emulated account."""

    region: str
    default_tags: Mapping[str, str] = field(default_factory=dict[str, str])
    allowed_accounts: frozenset[str] = frozenset()
    forbidden_accounts: frozenset[str] = frozenset()

    def require_allowed(self, aws: Aws) -> None:
        """ProviderError if the program says that it is not meant for this account."""
        if not (self.allowed_accounts or self.forbidden_accounts):
            return
        if aws.account in self.forbidden_accounts or aws.account not in (self.allowed_accounts or {aws.account}):
            message = f"AWS account {aws.account} is not allowed: see allowedAccountIds and forbiddenAccountIds"
            raise ProviderError(message)


def checked(inputs: Properties, environment: Mapping[str, str]) -> Properties:
    """The configuration with the region filled in, or CheckError."""
    properties = schema(_TOKEN).inputs
    config = {name: value for name, value in inputs.items() if name != "version"}
    wrong = list(failures({name: _parsed(name, value) for name, value in config.items()}, properties))
    region = config.get("region") or environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION")
    if not region:
        wrong.append(Failure("region", "no region: set `aws:region` in the stack's configuration or AWS_REGION"))
    if wrong:
        raise CheckError(wrong)
    return {**inputs, "region": region}


def parsed(inputs: Properties) -> Config:
    """The checked configuration as the provider uses it."""
    tags: Properties = _parsed("defaultTags", inputs.get("defaultTags")) or {}
    allowed = frozenset(_parsed("allowedAccountIds", inputs.get("allowedAccountIds")) or ())
    forbidden = frozenset(_parsed("forbiddenAccountIds", inputs.get("forbiddenAccountIds")) or ())
    return Config(inputs["region"], tags.get("tags") or {}, allowed, forbidden)


def _parsed(name: str, value: Any) -> Any:  # noqa: ANN401
    # The SDK sends everything but strings as JSON text.
    prop = schema(_TOKEN).inputs.get(name)
    if prop and prop.type != Scalar("str") and isinstance(value, str):
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            return value
    return value
