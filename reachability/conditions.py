"""Conditions of IAM statements.

Source: "IAM JSON policy elements: Condition" and "Condition operators", IAM User Guide, read 2026-11-21.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import cast

from reachability.truth import Truth, every, negation, some

Value = str | Sequence[str] | None
Context = Mapping[str, Value]
"""Values of condition keys, whose names are in small letters. None: the request certainly lacks the key. A key that is
not listed may have any value."""

_VARIABLE = re.compile(r"\$\{([^}]+)\}")


def listed(value: object) -> list[object]:
    """A list as it is, anything else as a list of one: IAM takes both."""
    return cast("list[object]", value) if isinstance(value, list) else [value]


def matches(pattern: str, value: str) -> bool:
    """Whether a value fits a pattern in which `*` stands for anything and `?` for one character."""
    return _compiled(pattern).fullmatch(value) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = (".*" if part == "*" else "." if part == "?" else re.escape(part) for part in re.split(r"([*?])", pattern))
    return re.compile("".join(parts), re.DOTALL)


def filled_in(pattern: str, context: Context) -> str | None:
    """Put the request's values in the place of `${key}`; None where one is not known.

    A variable whose key the request lacks, and that has no default, makes the pattern one that nothing fits.
    """
    unknown = False

    def value_of(found: re.Match[str]) -> str:
        nonlocal unknown
        key, _, default = found[1].partition(",")
        if (name := key.strip().lower()) not in context:
            unknown = True
            return ""
        value = context[name]
        return value if isinstance(value, str) else default.strip().strip("'") or "\0"

    text = _VARIABLE.sub(value_of, pattern)
    return None if unknown else text


def hold(conditions: Mapping[str, Mapping[str, object]], context: Context) -> Truth:
    """Whether all conditions of a statement hold."""
    return every(
        _holds(operator, context.get(key.lower()), key.lower() in context, listed(wanted), context)
        for operator, keys in conditions.items()
        for key, wanted in keys.items()
    )


def _holds(operator: str, value: Value, known: bool, wanted: list[object], context: Context) -> Truth:  # noqa: FBT001
    quantifier, _, name = operator.rpartition(":")  # as in ForAllValues:StringLike
    if_exists = name.endswith("IfExists")
    name = name.removesuffix("IfExists")
    if not known:
        return None
    if name == "Null":
        return (value is None) == (str(wanted[0]).lower() == "true")
    negated = name in _NEGATED
    if value is None:
        return if_exists or negated or quantifier == "ForAllValues"
    test = _TESTS.get(_NEGATED.get(name, name))
    if test is None:
        return None
    values = [value] if isinstance(value, str) else list(value)
    hits = [_any_of(test, each, wanted, context) for each in values]
    if negated:
        hits = [negation(hit) for hit in hits]
    return every(hits) if quantifier == "ForAllValues" or (negated and not quantifier) else some(hits)


def _any_of(test: Callable[[str, str], bool], value: str, wanted: Iterable[object], context: Context) -> Truth:
    patterns = (filled_in(str(one).lower() if isinstance(one, bool) else str(one), context) for one in wanted)
    return some(None if pattern is None else test(pattern, value) for pattern in patterns)


def _arn(pattern: str, value: str) -> bool:
    ours, theirs = pattern.split(":", 5), value.split(":", 5)
    return len(ours) == len(theirs) and all(map(matches, ours, theirs))


def _address(pattern: str, value: str) -> bool:
    return ip_address(value) in ip_network(pattern, strict=False)


_TESTS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda pattern, value: pattern == value,
    "StringEqualsIgnoreCase": lambda pattern, value: pattern.lower() == value.lower(),
    "StringLike": matches,
    "ArnEquals": _arn,
    "ArnLike": _arn,
    "Bool": lambda pattern, value: pattern.lower() == value.lower(),
    "IpAddress": _address,
    "NumericEquals": lambda pattern, value: float(pattern) == float(value),
    "NumericLessThan": lambda pattern, value: float(value) < float(pattern),
    "NumericLessThanEquals": lambda pattern, value: float(value) <= float(pattern),
    "NumericGreaterThan": lambda pattern, value: float(value) > float(pattern),
    "NumericGreaterThanEquals": lambda pattern, value: float(value) >= float(pattern),
}
_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NotIpAddress": "IpAddress",
    "NumericNotEquals": "NumericEquals",
}
