"""Inputs against the SDK's types: unknown names, missing and wrong values, each named with its path."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, cast

from sandbox.aws.provider.sdk import ListOf, MapOf, Property, Scalar, Type
from sandbox.provider.errors import Failure
from sandbox.provider.values import is_asset, is_unknown

_WORDS = {"str": "a string", "bool": "a boolean", "int": "an integer", "float": "a number"}


def failures(values: Mapping[str, Any], properties: Mapping[str, Property], path: str = "") -> Iterator[Failure]:
    """All that is wrong; values that are not known yet are not judged."""
    for name, value in values.items():
        if name in properties:
            yield from _wrong(value, properties[name].type, _join(path, name))
        else:
            yield Failure(_join(path, name), f"unknown property{_nearest(name, properties)}")
    for name, prop in properties.items():
        if prop.required and values.get(name) is None:
            yield Failure(_join(path, name), "required property is missing")


def not_emulated(
    values: Mapping[str, Any], names: frozenset[str], defaults: Mapping[str, Any] = MappingProxyType({})
) -> Iterator[Failure]:
    """Those of the names that are given, unless with the default: they would have no effect."""
    for name in sorted(names & values.keys()):
        if name not in defaults or values[name] != defaults[name]:
            yield Failure(name, "the sandbox does not emulate this property")


def _wrong(value: Any, expected: Type, path: str) -> Iterator[Failure]:  # noqa: ANN401
    if value is None or is_unknown(value) or (isinstance(expected, Scalar) and expected.name == "any"):
        return
    if isinstance(expected, Scalar):
        if not _is_scalar(value, expected.name):
            yield Failure(path, f"must be {_WORDS[expected.name]}, not {_described(value)}")
    elif isinstance(expected, ListOf):
        if not isinstance(value, list):
            yield Failure(path, f"must be a list, not {_described(value)}")
            return
        for i, item in enumerate(cast("list[Any]", value)):
            yield from _wrong(item, expected.item, f"{path}[{i}]")
    elif not isinstance(value, dict) or is_asset(cast("object", value)):
        yield Failure(path, f"must be an object, not {_described(cast('object', value))}")
    elif isinstance(expected, MapOf):
        for key, item in cast("dict[str, Any]", value).items():
            yield from _wrong(item, expected.item, f'{path}["{key}"]')
    else:
        yield from failures(cast("dict[str, Any]", value), expected.properties, path)


def _is_scalar(value: object, name: str) -> bool:
    if name == "bool" or isinstance(value, bool):
        return name == "bool" and isinstance(value, bool)
    return isinstance(value, {"str": str, "int": int, "float": int | float}[name])


def _described(value: object) -> str:
    if isinstance(value, dict):
        return "an asset" if is_asset(cast("object", value)) else "an object"
    return "a list" if isinstance(value, list) else f"{_WORDS.get(type(value).__name__, 'a value')}"


def _nearest(name: str, properties: Mapping[str, Property]) -> str:
    near = get_close_matches(name, properties, n=1)
    return f"; did you mean '{near[0]}'?" if near else f"; valid are: {', '.join(sorted(properties))}"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
