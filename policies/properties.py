"""Reads resource properties so that what is not known yet is never taken for absent."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeGuard, TypeVar

from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError

T = TypeVar("T")
UNKNOWN = object()
"""Stands for a whole resource of which nothing is known."""


class NotEvaluatedError(UnknownValueError):
    """Ends a policy with the SDK's advisory note, which then names what could not be decided."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(UNKNOWN_STRING_VALUE, [])
        self.reasons = tuple(dict.fromkeys(reasons))
        self.message = "not evaluated: " + "; ".join(self.reasons)

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Properties:
    """One value somewhere in a resource's properties, with the path that leads to it."""

    owner: str
    raw: object
    path: str = ""

    def at(self, *keys: str | int) -> "Properties":
        """The value below these keys; absent and unknown values can be passed through, not read."""
        return reduce(_child, keys, self)

    def scalar(self, *keys: str) -> bool | float | str | None:
        """A plain value, None when absent."""
        value = self.at(*keys).known()
        return value if isinstance(value, bool | int | float | str) else None

    def flag(self, *keys: str, default: bool = False) -> bool:
        """A boolean, also when written as text; `default` is what the cloud does when it is absent."""
        value = self.scalar(*keys)
        return default if value is None else str(value).lower() == "true"

    def text(self, *keys: str) -> str:
        """A string, empty when absent."""
        value = self.scalar(*keys)
        return "" if value is None else str(value)

    def number(self, *keys: str) -> float | None:
        """A number, also when written as text; None when absent or when it is a word."""
        value = self.scalar(*keys)
        try:
            return None if value is None else float(value)
        except ValueError:
            return None

    def each(self, *keys: str) -> "list[Properties]":
        """The elements of a list; a single value is a list of one, an unknown list too, an absent one is empty."""
        node = self.at(*keys)
        if _is_list(node.raw):
            return [node.at(index) for index in range(len(node.raw))]
        return [] if node.raw is None else [node]

    def texts(self, *keys: str) -> list[str]:
        """The strings of a list, or of a single string."""
        return [element.text() for element in self.each(*keys)]

    def items(self, *keys: str) -> "list[tuple[str, Properties]]":
        """The keys of a map with their values."""
        node = self.at(*keys)
        value = node.known()
        return [(key, node.at(key)) for key in value] if _is_map(value) else []

    def document(self, *keys: str) -> "Properties":
        """A JSON document, be it written as text or as a map."""
        node = self.at(*keys)
        value = node.known()
        if not isinstance(value, str):
            return node
        try:
            return Properties(node.owner, json.loads(value), node.path)
        except ValueError as error:
            raise NotEvaluatedError([f"`{node.path}` of {node.owner} is not JSON"]) from error

    def has(self, *keys: str) -> bool:
        """Whether something is set, be its value known or not."""
        *above, last = keys
        parent = self.at(*above)
        parent.known()
        return parent.at(last).is_set()

    def is_set(self) -> bool:
        """Whether this is more than null, be it known or not."""
        return self.raw is not None

    def known(self) -> object:
        """The value as it is, when it is known."""
        if self.raw is UNKNOWN:
            raise NotEvaluatedError([f"`{self.path or 'every property'}` of {self.owner} is not known yet"])
        return self.raw


def evaluate(units: Iterable[T], *checks: Callable[[T], None]) -> None:
    """Run every check on every unit; what could not be decided is raised once, at the end.

    One unknown value thus hides nothing but the one check that needs it.
    """
    undecided: list[str] = []
    try:
        for unit in units:
            for check in checks:
                try:
                    check(unit)
                except NotEvaluatedError as error:
                    undecided.extend(error.reasons)
    except NotEvaluatedError as error:
        undecided.extend(error.reasons)
    if undecided:
        raise NotEvaluatedError(undecided)


def some(units: Iterable[T], holds: Callable[[T], bool]) -> bool:
    """Whether a condition holds for one of these; undecided only if it holds for none of which enough is known."""
    undecided: list[str] = []
    for unit in units:
        try:
            if holds(unit):
                return True
        except NotEvaluatedError as error:
            undecided.extend(error.reasons)
    if undecided:
        raise NotEvaluatedError(undecided)
    return False


def _child(parent: Properties, key: str | int) -> Properties:
    if parent.raw is UNKNOWN:
        return parent
    path = f"{parent.path}[{key}]" if isinstance(key, int) else f"{parent.path}.{key}".removeprefix(".")
    try:
        # The engine's proxies raise here for an unknown value; plain maps and lists never do.
        if isinstance(key, int):
            value = parent.raw[key] if _is_list(parent.raw) else None
        else:
            value = parent.raw.get(key) if _is_map(parent.raw) else None
    except UnknownValueError:
        value = UNKNOWN
    return Properties(parent.owner, value, path)


# `isinstance(x, dict | list)` is false for what the engine hands over, hence the abstract types.
def _is_map(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, Mapping)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence) and not isinstance(value, str)
