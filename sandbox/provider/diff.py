"""What changed between two sets of inputs, path by path."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, cast

from sandbox.provider.values import Properties, has_unknowns

_PLAIN_KEY: Final = re.compile(r"[A-Za-z_$][\w$]*")


class Kind(Enum):
    """What happened to one property."""

    ADD = "add"
    DELETE = "delete"
    UPDATE = "update"


@dataclass(frozen=True)
class Diff:
    """The answer to a diff request."""

    changes: Mapping[str, Kind] = field(default_factory=dict[str, Kind])
    """By property path, for example `tags["a.b"]` or `rules[0].port`."""
    replaces: Collection[str] = ()
    """Those of the paths which cannot be changed in place."""
    delete_before_replace: bool = False
    stables: Collection[str] = ()
    """Outputs which an update never changes."""


def compare(old: Properties, new: Properties) -> dict[str, Kind]:
    """All paths at which the two differ; an unknown value may always differ."""
    changes: dict[str, Kind] = {}
    _compare_maps(old, new, "", changes)
    return changes


def diff(
    old: Properties,
    new: Properties,
    forces_replacement: Callable[[str], bool] = lambda _path: False,
    *,
    delete_before_replace: bool = False,
    stables: Collection[str] = (),
) -> Diff:
    """Compare, and ask `forces_replacement` of each changed path (see `generic`)."""
    changes = compare(old, new)
    return Diff(changes, [path for path in changes if forces_replacement(path)], delete_before_replace, stables)


def generic(path: str) -> str:
    """The path without indices and keys in brackets: `a.b[0].c` -> `a.b.c`."""
    return re.sub(r'\[(\d+|"[^"]*")\]', "", path)


def top_level(path: str) -> str:
    """The property that a path starts at."""
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def _compare_maps(old: Properties, new: Properties, path: str, changes: dict[str, Kind]) -> None:
    for key in {**old, **new}:
        _compare(old.get(key), new.get(key), _child(path, key), changes)


def _compare(old: Any, new: Any, path: str, changes: dict[str, Kind]) -> None:  # noqa: ANN401
    if isinstance(old, dict) and isinstance(new, dict):
        _compare_maps(cast("Properties", old), cast("Properties", new), path, changes)
    elif isinstance(old, list) and isinstance(new, list):
        before, after = cast("list[Any]", old), cast("list[Any]", new)
        for i in range(max(len(before), len(after))):
            _compare(_item(before, i), _item(after, i), f"{path}[{i}]", changes)
    elif old is None and new is not None:
        changes[path] = Kind.ADD
    elif old is not None and new is None:
        changes[path] = Kind.DELETE
    elif has_unknowns(new) or old != new or isinstance(old, bool) != isinstance(new, bool):
        changes[path] = Kind.UPDATE


def _item(items: list[Any], index: int) -> Any:  # noqa: ANN401
    return items[index] if index < len(items) else None


def _child(path: str, key: str) -> str:
    if not _PLAIN_KEY.fullmatch(key):
        return f'{path}["{key}"]'
    return f"{path}.{key}" if path else key
