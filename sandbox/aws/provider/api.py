"""Property names of the SDK to parameter names of AWS's APIs and back."""

from collections.abc import Mapping
from typing import Any, cast

from sandbox.provider.values import Properties


def pascal(values: Mapping[str, Any], *names: str, **renamed: str) -> dict[str, Any]:
    """Chosen properties as parameters: `cidrBlock` -> `CidrBlock`; absent ones are left out."""
    wanted = {name: name[0].upper() + name[1:] for name in names} | renamed
    return {api: values[name] for name, api in wanted.items() if values.get(name) is not None}


def camel(values: Mapping[str, Any], *names: str, **renamed: str) -> Properties:
    """The way back, from an API's answer; what the answer lacks is None."""
    wanted = {name: name[0].upper() + name[1:] for name in names} | renamed
    return {name: values.get(api) for name, api in wanted.items()}


def chosen(values: Mapping[str, Any], *names: str, **renamed: str) -> dict[str, Any]:
    """As `pascal`, for APIs that have camel-case parameters themselves."""
    wanted = {name: name for name in names} | renamed
    return {api: values[name] for name, api in wanted.items() if values.get(name) is not None}


def part(values: Mapping[str, Any], name: str) -> Properties:
    """A nested object of an API's answer; empty if absent."""
    return values.get(name) or {}


def parts(values: Mapping[str, Any], name: str) -> list[Properties]:
    """A list of objects of an API's answer; empty if absent."""
    return values.get(name) or []


def deep_pascal(value: Any) -> Any:  # noqa: ANN401
    """A nested value with all keys in the API's case."""
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value).items()
        return {key[0].upper() + key[1:]: deep_pascal(item) for key, item in items if item is not None}
    return [deep_pascal(item) for item in cast("list[Any]", value)] if isinstance(value, list) else value


def deep_camel(value: Any) -> Any:  # noqa: ANN401
    """The way back."""
    if isinstance(value, dict):
        return {key[0].lower() + key[1:]: deep_camel(item) for key, item in cast("dict[str, Any]", value).items()}
    return [deep_camel(item) for item in cast("list[Any]", value)] if isinstance(value, list) else value


def tag_list(tags: Mapping[str, str], key: str = "Key", value: str = "Value") -> list[dict[str, str]]:
    """Tags as most APIs take them."""
    return [{key: name, value: text} for name, text in tags.items()]


def tag_map(
    tags: list[dict[str, str]] | Mapping[str, str] | None, key: str = "Key", value: str = "Value"
) -> Properties:
    """`tags` and `tagsAll` as most APIs give them, without AWS's own."""
    pairs = dict(tags) if isinstance(tags, Mapping) else {tag[key]: tag[value] for tag in tags or []}
    own = {name: text for name, text in pairs.items() if not name.startswith("aws:")}
    return {"tags": own or None, "tagsAll": own}
