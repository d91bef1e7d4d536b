"""Annotations with which a program steers the provider (`pulumi.com/…`)."""

import re
from typing import Final

from sandbox.kubernetes.provider.fields import section
from sandbox.provider.values import Properties

AUTONAMED: Final = "pulumi.com/autonamed"
PATCH_FORCE: Final = "pulumi.com/patchForce"
PATCH_FIELD_MANAGER: Final = "pulumi.com/patchFieldManager"
SKIP_AWAIT: Final = "pulumi.com/skipAwait"
TIMEOUT_SECONDS: Final = "pulumi.com/timeoutSeconds"
WAIT_FOR: Final = "pulumi.com/waitFor"
DELETION_PROPAGATION: Final = "pulumi.com/deletionPropagationPolicy"

_DEFAULT_TIMEOUT_SECONDS = 600.0
_UNITS: Final = {"h": 3600.0, "m": 60.0, "s": 1.0}


def value(metadata: Properties, annotation: str) -> str:
    """Text of an annotation; empty if it is absent."""
    return str(section(metadata, "annotations").get(annotation) or "")


def is_set(metadata: Properties, annotation: str) -> bool:
    """Whether the annotation is `true`."""
    return value(metadata, annotation).lower() == "true"


def timeout(metadata: Properties, custom: float) -> float:
    """Seconds to wait: the resource option, else the annotation (`90` or `5m`), else ten minutes."""
    if custom:
        return custom
    text = value(metadata, TIMEOUT_SECONDS)
    if text.isdigit():
        return float(text)
    parts: list[tuple[str, str]] = re.findall(r"(\d+)([hms])", text)
    return sum(float(count) * _UNITS[unit] for count, unit in parts) or _DEFAULT_TIMEOUT_SECONDS
