"""Inputs against what the real provider allows: values, ranges, formats and combinations."""

import ipaddress
import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, cast

from sandbox.aws.provider.traits import Range, Traits
from sandbox.provider.diff import generic
from sandbox.provider.errors import Failure
from sandbox.provider.values import is_unknown

_ARN = re.compile(r"arn:aws[a-z-]*:[\w-]+:[a-z0-9-]*:(?:aws|aws-managed|\d{12})?:.+", re.DOTALL)


def violations(inputs: Mapping[str, Any], traits: Traits, documents: Collection[str]) -> Iterator[Failure]:
    """All that is not allowed; values that are not known yet are not judged."""
    yield from _combinations(inputs, traits)
    for path, value in _leaves(inputs, ""):
        name = generic(path)
        if is_unknown(value):
            continue
        if name in traits.values and value not in traits.values[name]:
            allowed = ", ".join(str(one) for one in traits.values[name])
            yield Failure(path, f"must be one of {allowed}, not '{value}'")
        if name in traits.ranges and not _is_within(value, traits.ranges[name]):
            yield Failure(path, f"must be {_described(traits.ranges[name])}, not {value}")
        kind = "json" if name in documents else traits.formats.get(name, "")
        if kind and isinstance(value, str) and (reason := _FORMATS[kind](value)):
            yield Failure(path, f"{reason}, not '{value}'")


def _combinations(inputs: Mapping[str, Any], traits: Traits) -> Iterator[Failure]:
    for group in (*traits.exactly_one, *traits.conflicts):
        given = [name for name in group if inputs.get(name) is not None]
        if len(given) > 1:
            yield Failure(given[1], f"cannot be set together with {given[0]}: only one of {', '.join(group)}")
    for group in (*traits.exactly_one, *traits.at_least_one):
        if all(inputs.get(name) is None for name in group):
            yield Failure(group[0], f"one of {', '.join(group)} must be set")


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    if isinstance(value, dict) and not is_unknown(cast("object", value)):
        for key, item in cast("dict[str, Any]", value).items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for i, item in enumerate(cast("list[Any]", value)):
            yield from _leaves(item, f"{path}[{i}]")
    elif value is not None:
        yield path, value


def _is_within(value: float, bounds: Range) -> bool:
    return bounds.min <= value and (bounds.max is None or value <= bounds.max)


def _described(bounds: Range) -> str:
    return f"at least {bounds.min}" if bounds.max is None else f"from {bounds.min} to {bounds.max}"


def _arn(value: str) -> str:
    return "" if _ARN.fullmatch(value) else "must be an ARN (arn:partition:service:region:account:resource)"


def _cidr(value: str) -> str:
    try:
        ipaddress.ip_network(value)
    except ValueError:
        return "must be an address range in CIDR notation without host bits"
    return "" if "/" in value else "must be an address range in CIDR notation"


def _json(value: str) -> str:
    try:
        json.loads(value)
    except ValueError:
        return "must be JSON"
    return ""


_FORMATS = {"arn": _arn, "cidr": _cidr, "json": _json}
