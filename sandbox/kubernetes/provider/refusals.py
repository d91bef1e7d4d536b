"""Refusals of the API server in words: kind, place, reason."""

import re
from http import HTTPStatus
from typing import Final

from sandbox.kubernetes.provider.annotations import PATCH_FORCE
from sandbox.kubernetes.provider.api import ApiError
from sandbox.kubernetes.provider.fields import section
from sandbox.kubernetes.provider.names import place
from sandbox.provider.errors import Failure, ProviderError
from sandbox.provider.values import Properties

_UNKNOWN_FIELD: Final = re.compile(r'unknown field "([^"]+)"')
# The server says beside the real causes that it has looked no further.
_NOT_CHECKED: Final = "some validation rules were not checked"
_OWNER: Final = re.compile(r'conflict with "([^"]+)"')


def title(inputs: Properties) -> str:
    """`Deployment tenant-a/iris`, or `Namespace tenant-a`."""
    namespace, name = place(inputs)
    has_namespace = section(inputs, "metadata").get("namespace")
    return f"{inputs.get('kind')} {namespace}/{name}" if has_namespace else f"{inputs.get('kind')} {name}"


def refusal(inputs: Properties, error: ApiError) -> ProviderError:
    """What the user reads when the server refuses an object."""
    return ProviderError(f"{title(inputs)}: {reason(error)}")


def reason(error: ApiError) -> str:
    """The server's reason without what the title says already."""
    if error.code == HTTPStatus.CONFLICT and error.causes:
        fields = ", ".join(cause.get("field", "").lstrip(".") for cause in error.causes)
        owners = sorted({owner for cause in error.causes for owner in _OWNER.findall(cause.get("message", ""))})
        return (
            f"{fields} belong to {', '.join(owners) or 'somebody else'}, who set them after the last deployment; "
            f"annotate the object with {PATCH_FORCE}: 'true' to take them over, or leave the fields out"
        )
    if causes := _causes(error):
        return "; ".join(_cause(cause) for cause in causes)
    return re.sub(r"^.*?strict decoding error: ", "", str(error), flags=re.DOTALL)


def failures(error: ApiError) -> list[Failure]:
    """One failure per wrong input."""
    if unknown := _UNKNOWN_FIELD.findall(str(error)):
        return [Failure(path, "unknown field") for path in unknown]
    if causes := _causes(error):
        return [Failure(cause.get("field", "").lstrip("."), cause.get("message", "")) for cause in causes]
    return [Failure("", reason(error))]


def _causes(error: ApiError) -> list[dict[str, str]]:
    return [cause for cause in error.causes if _NOT_CHECKED not in cause.get("message", "")]


def _cause(cause: dict[str, str]) -> str:
    field = cause.get("field", "").lstrip(".")
    return f"{field}: {cause.get('message', '')}" if field else cause.get("message", "")
