"""Takes a tenant's section out of one settings file and into another: its lines and comments as they are, no others."""

import re
from collections.abc import Sequence

from stacks.reading.errors import Problem, SettingsError
from stacks.reading.yaml_source import Source, Value

_EMPTY = re.compile(r"^tenants:\s*\[\s*\](\s*#.*)?$")
_KEY = re.compile(r"^tenants:(\s*#.*)?$")


def sections(source: Source) -> dict[str, Value]:
    """Every tenant's section of a file by name."""
    listed = source.data.get("tenants")
    found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return {str(one.get("name")): one for one in found}


def lines_of(source: Source, name: str) -> range:
    """The lines of a section, from 0: the comment right above it belongs to it."""
    starts = [_start(source, index) for index in range(len(sections(source)))]
    index = [*sections(source)].index(name)
    return range(starts[index], starts[index + 1] if index + 1 < len(starts) else _end(source))


def without(source: Source, name: str) -> str:
    """The file's text without a section."""
    taken = lines_of(source, name)
    kept = [line for number, line in enumerate(source.lines) if number not in taken]
    if len(sections(source)) == 1:
        kept = [_KEY.sub(r"tenants: []\1", line) for line in kept]
    return _text(kept)


def added(source: Source, section: Sequence[str]) -> str:
    """The file's text with a section behind its others."""
    if not sections(source):
        at, kept = next((n for n, line in enumerate(source.lines) if _EMPTY.match(line)), None), [*source.lines]
        if at is None:
            raise _unreadable(source)
        kept[at] = _EMPTY.sub(r"tenants:\1", kept[at])
        return _text([*kept[: at + 1], *section, *kept[at + 1 :]])
    end = _end(source)
    wider = _indent(source.lines[_dash(source, 0)]) - _indent(next(line for line in section if not _is_comment(line)))
    moved = [f"{' ' * wider}{line}" if wider > 0 else line[-wider:] for line in section]
    return _text([*source.lines[:end], *moved, *source.lines[end:]])


def _dash(source: Source, index: int) -> int:
    number = source.positions["tenants", index][0] - 1
    if not source.lines[number].lstrip().startswith("- "):
        raise _unreadable(source)
    return number


def _start(source: Source, index: int) -> int:
    number = _dash(source, index)
    indent = _indent(source.lines[number])
    while _is_comment(source.lines[number - 1]) and _indent(source.lines[number - 1]) == indent > 0:
        number -= 1
    return number


def _end(source: Source) -> int:
    """Behind the last tenant; comments and blank lines that follow belong to what comes next."""
    below = [place[0] - 1 for path, place in source.positions.items() if path[:1] == ("tenants",)]
    return max(below) + 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _unreadable(source: Source) -> SettingsError:
    message = "must be a list with a tenant on each `- `; write it so, or move the section by hand"
    return SettingsError(source.file, [Problem(("tenants",), message)])
