"""Changes to what an environment declares: somebody's mistake, or somebody's intent."""

import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any, cast

from tests.policies.judging import Given

Declared = Sequence[Given]
Change = Callable[[Declared], list[Given]]
Path = tuple[str | int, ...]


def of(kind: str, name: str) -> Callable[[Given], bool]:
    """Resources of a kind whose name in the program begins so."""
    return lambda given: given.type.endswith(f":{kind}") and given.name.startswith(name)


def without(kind: str, name: str) -> Change:
    """Leave resources out."""
    return lambda declared: [each for each in declared if each not in _hit(declared, kind, name)]


def put(kind: str, name: str, *path: str | int, to: object) -> Change:
    """Set one property of some resources; None takes it away."""
    return _edited(kind, name, lambda props: _set(props, path, to))


def append(kind: str, name: str, *path: str | int, value: object) -> Change:
    """Lengthen a list of some resources by one element."""
    return _edited(kind, name, lambda props: cast("list[object]", _at(props, path)).append(value))


def put_document(kind: str, name: str, key: str, change: Callable[[dict[str, Any]], object]) -> Change:
    """Change a JSON document that is one property of some resources."""

    def apply(props: dict[str, Any]) -> None:
        document = json.loads(props[key]) if isinstance(props[key], str) else deepcopy(props[key])
        change(document)
        props[key] = json.dumps(document)

    return _edited(kind, name, apply)


def add(*given: Given) -> Change:
    """Declare something more."""
    return lambda declared: [*declared, *given]


def _hit(declared: Declared, kind: str, name: str) -> list[Given]:
    found = [each for each in declared if of(kind, name)(each)]
    assert found, f"no {kind} is called {name}…: the mutant changes nothing"
    return found


def _edited(kind: str, name: str, change: Callable[[dict[str, Any]], object]) -> Change:
    def apply(declared: Declared) -> list[Given]:
        hit = _hit(declared, kind, name)
        return [_edit(each, change) if each in hit else each for each in declared]

    return apply


def _edit(given: Given, change: Callable[[dict[str, Any]], object]) -> Given:
    props = deepcopy(dict(cast("Mapping[str, Any]", given.props)))
    change(props)
    return replace(given, props=props)


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def _set(props: dict[str, Any], path: Path, value: object) -> None:
    holder = _at(props, path[:-1])
    if value is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
