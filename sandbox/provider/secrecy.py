"""Secret texts must not come out under another name or in a message."""

from collections.abc import Iterator
from typing import Any, cast

from sandbox.provider.values import Decoded, Path, holds


def copies(values: object, decoded: Decoded, path: Path = ()) -> Iterator[Path]:
    """Where the values repeat a secret text, under whatever name."""
    if isinstance(values, str):
        if values in _secret_texts(decoded):
            yield path
    elif isinstance(values, dict):
        for key, item in cast("dict[str, object]", values).items():
            yield from copies(item, decoded, (*path, key))
    elif isinstance(values, list):
        for i, item in enumerate(cast("list[object]", values)):
            yield from copies(item, decoded, (*path, i))


def redact(text: str, decoded: Decoded) -> str:
    """The text without the secrets among the values."""
    for secret in _secret_texts(decoded):
        text = text.replace(secret, "[secret]")
    return text


def _secret_texts(decoded: Decoded) -> set[str]:
    texts: set[str] = set()
    for path in decoded.secrets:
        value: Any = decoded.values
        for key in path:
            value = value[key] if holds(value, key) else None
        texts |= set(_texts(value))
    return texts


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for item in cast("dict[str, object]", value).values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _texts(item)
    elif isinstance(value, str) and value:
        yield value
