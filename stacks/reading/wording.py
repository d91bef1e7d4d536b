"""Turns pydantic's findings into sentences for the person who wrote the settings file."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from types import UnionType
from typing import Union, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from stacks.model import SettingsFile
from stacks.reading.errors import Path, Problem, dotted, shown
from stacks.reading.yaml_source import Source

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "mapping_type": "keys and values",
}

_LIMITS = {
    "literal_error": "{value!r} is not one of {expected}",
    "too_short": "needs at least {min_length}, has {actual_length}",
    "too_long": "allows at most {max_length}, has {actual_length}",
    "greater_than_equal": "{value} is too small; at least {ge}",
    "less_than_equal": "{value} is too large; at most {le}",
}
_GOT = {"bool": "true or false", "int": "a number", "float": "a number", "list": "a list", "dict": "keys and values"}


def reworded(error: ValidationError, source: Source, root: type[BaseModel]) -> list[Problem]:
    """One problem for each finding, at its place in the file; `root` is the model of the file."""
    return [_problem(detail, source, root) for detail in error.errors(include_url=False)]


def _problem(detail: ErrorDetails, source: Source, root: type[BaseModel]) -> Problem:
    path: Path = tuple(part for part in detail["loc"] if part != "[key]")
    return source.problem(path, _message(detail, path, source, root))


def _message(detail: ErrorDetails, path: Path, source: Source, root: type[BaseModel]) -> str:
    kind, value = detail["type"], cast("object", detail["input"])
    if kind == "extra_forbidden":
        return _unknown_key(path, root)
    if kind == "missing":
        return f"is missing; {_description(path, root)}"
    if kind in _EXPECTED:
        return _wrong_type(_EXPECTED[kind], value, path, source)
    if isinstance(value, str) and kind in ("string_too_long", "too_long"):
        most = int(detail.get("ctx", {})["max_length"])
        return f"is {len(value)} characters long (at most {most}); shorten by {len(value) - most}"
    if kind in _LIMITS:
        return _LIMITS[kind].format(value=shown(value), **detail.get("ctx", {}))
    return detail["msg"]


def _wrong_type(expected: str, value: object, path: Path, source: Source) -> str:
    if value is None:
        return f"is empty; expected {expected}"
    if expected == "text" and isinstance(value, int | float):
        return f'write "{shown(source.written(path))}" in quotes; without them YAML reads {_GOT[type(value).__name__]}'
    if isinstance(value, str):
        return f"expected {expected}, got the text {shown(value)!r}"
    got = shown(value) if isinstance(value, float) else _GOT[type(value).__name__]
    return f"expected {expected}, got {got}"


def _unknown_key(path: Path, root: type[BaseModel]) -> str:
    key = str(path[-1])
    if key == "region" and len(path) == 1:
        return "belongs in Pulumi's own file; run `pulumi config set aws:region <region>`"
    if root is not SettingsFile and len(path) == 1 and key in SettingsFile.model_fields:
        return "belongs in the environment's own file; a tenant file holds tenants only"
    valid = list(_model_at(path[:-1], root).model_fields)
    elsewhere = [dotted((*place, key)) for place, model in _models(root, ()) if key in model.model_fields]
    close = get_close_matches(key, valid, n=1, cutoff=0.6)
    if elsewhere and not close:
        near = [place for place in elsewhere if place.startswith(str(path[0]))] or elsewhere
        return f"unknown key here; {key} belongs at {' or '.join(near)}"
    hint = f"; did you mean {close[0]}?" if close else ""
    return f"unknown key{hint} (keys here: {', '.join(valid)})"


def _description(path: Path, root: type[BaseModel]) -> str:
    field = _model_at(path[:-1], root).model_fields[str(path[-1])]
    section = next(_models_in(field.annotation), None)
    return field.description or (section and section.__doc__) or "required"


def _model_at(path: Path, root: type[BaseModel]) -> type[BaseModel]:
    """The model whose keys stand at a path; indexes and names of map entries lead to their elements' model."""
    model = root
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            model = next(_models_in(model.model_fields[part].annotation), model)
    return model


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (tuple, Union, UnionType, Mapping) or get_args(annotation):
        for argument in get_args(annotation):
            yield from _models_in(argument)


def _models(model: type[BaseModel], path: Path) -> Iterator[tuple[Path, type[BaseModel]]]:
    yield path, model
    for name, field in model.model_fields.items():
        place = f"{name}[]" if "tuple" in str(field.annotation) else name
        for inner in _models_in(field.annotation):
            yield from _models(inner, (*path, place))
