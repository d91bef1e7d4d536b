"""Reads a YAML 1.2 settings file and remembers where every value stands in it."""

import io
import re
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from stacks.reading.errors import Path, Problem, SettingsError

_MAX_BYTES = 1_000_000
_MAX_VALUES = 100_000

Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]


@dataclass
class Source:
    """The plain values of a settings file and the line and column (from 1) of each path."""

    file: str
    data: dict[str, Value] = field(default_factory=dict[str, Value])
    positions: dict[Path, tuple[int, int]] = field(default_factory=dict[Path, tuple[int, int]])
    lines: list[str] = field(default_factory=list[str])
    problems: list[Problem] = field(default_factory=list[Problem])

    def position(self, path: Path) -> tuple[int, int]:
        """Line and column of a path, or of the nearest thing around it that the file holds."""
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, (1, 1))

    def written(self, path: Path) -> str:
        """A number or truth value as its author typed it: `1.10`, not the number 1.1."""
        line, column = self.position((*path, "="))
        text = self.lines[line - 1][column - 1 :] if line <= len(self.lines) else ""
        return re.split(r"[\s,\]}#]", text, maxsplit=1)[0]

    def problem(self, path: Path, message: str) -> Problem:
        """A problem at the line and column of its path."""
        return Problem(path, message, *self.position(path), self.file)


def read(path: FilePath, shown_as: str) -> Source:
    """Read one settings file; `shown_as` is the file's name in error messages."""
    text = _text(path, shown_as)
    source = Source(shown_as, lines=text.splitlines())
    try:
        loaded: object = YAML(typ="rt").load(io.StringIO(text))  # pyright: ignore[reportUnknownMemberType]
    except DuplicateKeyError as error:
        key = str(cast("Any", error).problem).split('"')[
            1
        ]  # found duplicate key "x" with value …; the value is not ours to print
        raise SettingsError(shown_as, [_at(error, f"the key {key!r} is written twice; keep one")]) from None
    except MarkedYAMLError as error:
        raise SettingsError(shown_as, [_at(error, _plainly(error))]) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise SettingsError(shown_as, [Problem((), f"is no YAML that can be read: {error}")]) from None
    if loaded is None:
        raise SettingsError(shown_as, [Problem((), "is empty; copy the settings of another environment to start")])
    if not isinstance(loaded, CommentedMap):
        raise SettingsError(shown_as, [Problem((), "must hold keys and values, as in `network:`", 1, 1)])
    source.data = cast("dict[str, Value]", _plain(loaded, (), source))
    return source


def _text(path: FilePath, shown_as: str) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise SettingsError(shown_as, [Problem((), f"cannot be read: {error.strerror}")]) from None
    if len(raw) > _MAX_BYTES:
        raise SettingsError(shown_as, [Problem((), f"cannot be read: larger than {_MAX_BYTES:,} bytes")])
    if raw.startswith(b"\xef\xbb\xbf"):
        raise SettingsError(shown_as, [Problem((), "starts with a byte order mark; save it as UTF-8 without BOM")])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SettingsError(shown_as, [Problem((), "is not UTF-8 text; save it as UTF-8", line, 1)]) from None


def _said(error: MarkedYAMLError) -> str:
    parts = (cast("Any", error).context, cast("Any", error).problem)  # ruamel.yaml has no types here
    return ", ".join(str(part) for part in parts if part) or "cannot be read"


def _at(error: MarkedYAMLError, message: str) -> Problem:
    mark = cast("Any", error).problem_mark or cast("Any", error).context_mark
    return Problem((), message, int(mark.line) + 1, int(mark.column) + 1) if mark else Problem((), message)


def _plainly(error: MarkedYAMLError) -> str:
    problem = _said(error)
    if r"'\t'" in problem or "\t" in problem:
        return "a tab indents this line; YAML wants spaces"
    return f"is no valid YAML: {problem}"


def _plain(value: object, path: Path, source: Source) -> Value:
    """Plain values without ruamel's types; counts them, so that nested aliases cannot expand without end."""
    if len(source.positions) > _MAX_VALUES:
        raise SettingsError(source.file, [Problem(path[:1], f"aliases expand to more than {_MAX_VALUES:,} values")])
    if isinstance(value, CommentedMap):
        return _plain_map(cast("dict[object, object]", value), path, source)
    if isinstance(value, CommentedSeq):
        items = cast("list[object]", value)
        for index in range(len(items)):
            line, column = cast("tuple[int, int]", cast("Any", value).lc.item(index))
            source.positions[*path, index] = source.positions[*path, index, "="] = (line + 1, column + 1)
        return [_plain(item, (*path, index), source) for index, item in enumerate(items)]
    return _plain_scalar(value, path, source)


def _plain_scalar(value: object, path: Path, source: Source) -> Value:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, float):
        return float(value)
    if not isinstance(value, int):
        return str(value)
    written = source.written(path)
    # ruamel.yaml marks 1_000, 0o12, 0x1f and 08 by types of their own, and anchored numbers (&n 5, *n) too.
    if type(value) is not int and written[:1].isdecimal() and written != str(int(value)):
        source.problems.append(source.problem(path, f"{written}: write the number as {int(value)}"))
    return int(value)


def _plain_map(value: dict[object, object], path: Path, source: Source) -> Value:
    plain: dict[str, Value] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            source.problems.append(source.problem(path, f"the key {key!r} must be text; write it in quotes"))
            continue
        marks = cast("dict[str, tuple[int, int, int, int]]", cast("Any", value).lc.data or {})
        if key in marks:  # keys that a merge (<<) brings have no place of their own
            key_line, key_column, value_line, value_column = marks[key]
            source.positions[*path, key] = (key_line + 1, key_column + 1)
            source.positions[*path, key, "="] = (value_line + 1, value_column + 1)
        plain[key] = _plain(item, (*path, key), source)
    return plain
