"""Inputs that would make a resource what it is now, in the shape in which the program gave them."""

from typing import Any, cast

from sandbox.aws.provider.equality import settle
from sandbox.aws.provider.resource_type import ResourceType
from sandbox.aws.provider.sdk import ListOf, ObjectOf, Type
from sandbox.provider.diff import generic
from sandbox.provider.values import Properties


def live_inputs(type: ResourceType, old: Properties, old_outputs: Properties, live: Properties) -> Properties:  # noqa: A002
    """The old inputs as AWS has them now, and those not given that someone else changed since."""
    properties = type.schema.inputs
    inputs: Properties = {}
    for name, prop in properties.items():
        given, now = old.get(name), live.get(name)
        if name not in live:
            value = given
        elif given is not None:
            value = settle(given, _shaped(given, now, prop.type, type, name), type, name)
        elif name in type.traits.computed or now == old_outputs.get(name) or _is_empty(now):
            value = None
        else:
            value = now
        if value is not None:
            inputs[name] = value
    return inputs


def achieved_inputs(type: ResourceType, inputs: Properties, outputs: Properties) -> Properties:  # noqa: A002
    """The inputs as far as the last deployment got: all of them, unless it failed after the creation."""
    missing = {name: None for name, value in inputs.items() if name not in outputs and not _is_empty(value)}
    return live_inputs(type, inputs, outputs, outputs | missing)


def imported_inputs(type: ResourceType, live: Properties) -> Properties:  # noqa: A002
    """All that a program would have to say to make this resource."""
    named = type.schema.inputs
    return {name: value for name, value in live.items() if name in named and not _is_empty(value) and name != "region"}


def _shaped(given: Any, now: Any, expected: Type, type: ResourceType, path: str) -> Any:  # noqa: A002, ANN401
    if _is_empty(given) and _is_empty(now):
        return given
    if isinstance(expected, ObjectOf) and isinstance(given, dict) and isinstance(now, dict):
        return _shaped_object(cast("Properties", given), cast("Properties", now), expected, type, path)
    if isinstance(expected, ListOf) and isinstance(given, list) and isinstance(now, list):
        return _shaped_list(cast("list[Any]", given), cast("list[Any]", now), expected.item, type, path)
    return now


def _shaped_object(given: Properties, now: Properties, expected: ObjectOf, type: ResourceType, path: str) -> Properties:  # noqa: A002
    shaped: Properties = {}
    for name, value in given.items():
        below = f"{path}.{name}"
        if name not in now and (generic(below) in type.write_only or _is_empty(value)):
            shaped[name] = value
        elif now.get(name) is not None or _is_empty(value):
            shaped[name] = _shaped(value, now.get(name), expected.properties[name].type, type, below)
    return shaped


def _shaped_list(given: list[Any], now: list[Any], item: Type, type: ResourceType, path: str) -> list[Any]:  # noqa: A002
    rest = list(now)
    shaped: list[Any] = []
    for value in given:
        for candidate in rest:
            same = _shaped(value, candidate, item, type, path)
            if settle(value, same, type, path) == value:
                shaped.append(value)
                rest.remove(candidate)
                break
    changed = given[len(shaped)] if len(shaped) < len(given) else None
    return shaped + [value if changed is None else _shaped(changed, value, item, type, path) for value in rest]


def _is_empty(value: object) -> bool:
    return value is None or value is False or value in ("", 0) or value in ([], {})
