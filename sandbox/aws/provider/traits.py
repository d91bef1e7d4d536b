"""What the real provider declares of a resource type beyond the names and types in its SDK."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

# The tables in `traits` say what pulumi-aws 7.51.1 does with these types. Read on 2026-11-21 in the sources, which are
# public, of terraform-provider-aws 6.x (each type's schema: ForceNew, RequiresReplace, Computed, Default, validations)
# and of pulumi-aws (provider/resources.go: DeleteBeforeReplace), and in the documentation inside the SDK.
_TABLES = Path(__file__).parent / "traits"


@dataclass(frozen=True, kw_only=True)
class Range:
    """Bounds of a number, both allowed."""

    min: int
    max: int | None = None


@dataclass(frozen=True, kw_only=True)
class Traits:
    """One type; paths are without indices."""

    replaces: frozenset[str] = frozenset()
    """Paths that cannot change in place; one covers what is below it."""
    delete_before_replace: bool = False
    """Whether a replacement deletes first even if the new resource gets another name."""
    computed: frozenset[str] = frozenset()
    """Inputs that AWS chooses if they are not given: no drift, and unknown in a preview."""
    defaults: Mapping[str, Any] = field(default_factory=dict[str, Any])
    values: Mapping[str, tuple[Any, ...]] = field(default_factory=dict[str, tuple[Any, ...]])
    """All that is allowed at a path."""
    ranges: Mapping[str, Range] = field(default_factory=dict[str, Range])
    formats: Mapping[str, str] = field(default_factory=dict[str, str])
    """`arn` or `cidr`."""
    exactly_one: tuple[tuple[str, ...], ...] = ()
    at_least_one: tuple[tuple[str, ...], ...] = ()
    conflicts: tuple[tuple[str, ...], ...] = ()
    """Inputs of which at most one may be given."""


@cache
def traits(sdk_type: str) -> Traits:
    """The type's row."""
    row = _table(re.split("[:/]", sdk_type)[1]).get(sdk_type, {})
    return Traits(
        replaces=frozenset(row.get("replaces", ())),
        delete_before_replace=row.get("delete_before_replace", False),
        computed=frozenset(row.get("computed", ())),
        defaults=row.get("defaults", {}),
        values={path: tuple(values) for path, values in row.get("values", {}).items()},
        ranges={path: Range(**bounds) for path, bounds in row.get("ranges", {}).items()},
        formats=row.get("formats", {}),
        exactly_one=_groups(row, "exactly_one"),
        at_least_one=_groups(row, "at_least_one"),
        conflicts=_groups(row, "conflicts"),
    )


def _groups(row: dict[str, Any], name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in row.get(name, ()))


@cache
def _table(module: str) -> dict[str, dict[str, Any]]:
    path = _TABLES / f"{module}.toml"
    return tomllib.loads(path.read_text()) if path.is_file() else {}
