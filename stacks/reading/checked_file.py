"""One settings file, read and held against its model."""

import json
import re
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from stacks.reading import yaml_source
from stacks.reading.errors import Path, Problem, looks_like_secret
from stacks.reading.wording import reworded
from stacks.reading.yaml_source import Source, Value

_TAKE_IT_OUT = "looks like a secret; take it out of this file and use `pulumi config set --secret`"
_NAMES_SECRET = re.compile("password|passwd|secret|token|private_?key|api_?key", re.IGNORECASE)

File = TypeVar("File", bound=BaseModel)


@dataclass(frozen=True)
class CheckedFile(Generic[File]):
    """A file, what it says, and what is wrong with it."""

    source: Source
    content: File | None
    """What it says; None when its model refuses that."""
    problems: list[Problem]


def read(path: FilePath, shown_as: str, model: type[File]) -> CheckedFile[File]:
    """Read one file; `shown_as` is its name in error messages."""
    source = yaml_source.read(path, shown_as)
    problems = [*source.problems, *_secrets(source.data, (), source)]
    try:
        # JSON mode: strict types, and a YAML list may still become an unchangeable tuple.
        return CheckedFile(source, model.model_validate_json(json.dumps(source.data)), problems)
    except ValidationError as error:
        return CheckedFile(source, None, [*problems, *reworded(error, source, model)])


def _secrets(value: Value, path: Path, source: Source) -> list[Problem]:
    if isinstance(value, dict):
        named = [
            source.problem((*path, key), _TAKE_IT_OUT)
            for key, item in value.items()
            if isinstance(item, str) and _NAMES_SECRET.search(key) and not looks_like_secret(item)
        ]
        return named + [found for key, item in value.items() for found in _secrets(item, (*path, key), source)]
    if isinstance(value, list):
        return [found for index, item in enumerate(value) for found in _secrets(item, (*path, index), source)]
    if isinstance(value, str) and looks_like_secret(value):
        return [source.problem(path, _TAKE_IT_OUT)]
    return []
