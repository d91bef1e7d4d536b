"""Reads and checks the settings of one environment; offline, without Pulumi, all mistakes at once."""

import json
import re
from pathlib import Path
from typing import get_args

from pydantic import ValidationError

from stacks import rules
from stacks.model import Environment, Settings, SettingsFile
from stacks.reading import yaml_source
from stacks.reading.errors import Problem, SettingsError, looks_like_secret
from stacks.reading.wording import reworded
from stacks.reading.yaml_source import Source, Value

DIRECTORY = Path(__file__).parent
_TAKE_IT_OUT = "looks like a secret; take it out of this file and use `pulumi config set --secret`"
_NAMES_SECRET = re.compile("password|passwd|secret|token|private_?key|api_?key", re.IGNORECASE)


def environments(directory: Path = DIRECTORY) -> list[str]:
    """Names of the environments that have a settings file, from the first to try something in to the last."""
    found = sorted(path.stem for path in directory.glob("*.yaml") if not path.name.startswith("Pulumi."))
    order = get_args(Environment)
    return sorted(found, key=lambda name: order.index(name) if name in order else len(order))


def region_of(environment: str, directory: Path = DIRECTORY) -> str:
    """The region in Pulumi's own stack file, for those who check settings without Pulumi."""
    source = yaml_source.read(directory / f"Pulumi.{environment}.yaml", f"stacks/Pulumi.{environment}.yaml")
    config = source.data.get("config")
    region = config.get("aws:region") if isinstance(config, dict) else None
    if not isinstance(region, str):
        problem = source.problem(("config",), "aws:region is missing; run `pulumi config set aws:region <region>`")
        raise SettingsError(source.file, [problem])
    return region


def load(environment: str, region: str | None = None, directory: Path = DIRECTORY) -> Settings:
    """Settings of an environment. Raises SettingsError with every mistake and the place of each."""
    known = environments(directory)
    if environment not in known:
        message = f"there is no environment {environment!r}; there are {', '.join(known) or 'none'}"
        raise SettingsError("stacks", [Problem((), f"{message} (stacks/<environment>.yaml)")])
    source = yaml_source.read(directory / f"{environment}.yaml", f"stacks/{environment}.yaml")
    problems = [*source.problems, *_secrets(source.data, (), source)]
    in_region = region or region_of(environment, directory)
    try:
        # JSON mode: strict types, and a YAML list may still become an unchangeable tuple.
        in_file = SettingsFile.model_validate_json(json.dumps(source.data))
    except ValidationError as error:
        problems += reworded(error, source)
    else:
        settings = Settings.model_construct(**dict(in_file), region=in_region)
        problems += [source.problem(problem.path, problem.message) for problem in rules.broken(settings, environment)]
        if not problems:
            return settings
    raise SettingsError(source.file, problems)


def json_schema() -> dict[str, object]:
    """JSON schema of a settings file, for completion and checks in an editor."""
    return SettingsFile.model_json_schema()


def _secrets(value: Value, path: tuple[str | int, ...], source: Source) -> list[Problem]:
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
