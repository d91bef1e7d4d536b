"""Errors of AWS in AWS's own words."""

import re
from collections.abc import Generator
from contextlib import contextmanager

from sandbox.aws.provider.resource_type import GoneError
from sandbox.provider.errors import ProviderError

_GONE = re.compile(r"NotFound|NoSuch|NonExistent|DoesNotExist|^InvalidPlacementGroup\.Unknown$|^404$")


def code_of(error: BaseException) -> str:
    """AWS's error code, or an empty string for any other exception."""
    response: dict[str, dict[str, str]] = getattr(error, "response", None) or {}
    return response.get("Error", {}).get("Code", "")


def is_gone(error: BaseException) -> bool:
    """Whether AWS says that there is no such thing."""
    return isinstance(error, GoneError) or bool(_GONE.search(code_of(error)))


@contextmanager
def in_aws_words() -> Generator[None]:
    """ProviderError in place of boto3's exceptions."""
    try:
        yield
    except Exception as error:
        from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError  # noqa: PLC0415 boto3 loads late

        if isinstance(error, HTTPClientError):
            message = f"the sandbox's AWS does not answer ({error}); `make up` starts it"
        elif isinstance(error, ClientError):
            details = error.response.get("Error", {}).get("Message", "")
            message = f"{error.operation_name}: {code_of(error)}: {details}"
        elif isinstance(error, BotoCoreError):
            message = str(error)
        else:
            raise
        raise ProviderError(message) from error
