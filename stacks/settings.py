"""Reads and checks the settings of one environment; offline, without Pulumi, all mistakes at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from stacks import rules
from stacks.model import Environment, Settings, SettingsFile, TenantFile
from stacks.reading import checked_file, yaml_source
from stacks.reading.checked_file import CheckedFile
from stacks.reading.errors import Problem, SettingsError
from stacks.reading.yaml_source import Source

DIRECTORY = Path(__file__).parent
_ORDER: tuple[str, ...] = get_args(Environment)


def environments(directory: Path = DIRECTORY) -> list[str]:
    """Names of the environments that have a settings file, from the first to try something in to the last."""
    found = [name for name in _files(directory) if _environment_in(name) is None]
    return sorted(found, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))


def tenant_stacks(environment: str, directory: Path = DIRECTORY) -> list[str]:
    """Names of an environment's tenant files, which are those of its tenant stacks."""
    return [name for name in _files(directory) if _environment_in(name) == environment]


def environment_of(stack: str) -> str:
    """The environment that a stack is of, by the stack's name."""
    return _environment_in(stack) or stack


def region_of(stack: str, directory: Path = DIRECTORY) -> str:
    """The region in Pulumi's own stack file, for those who check settings without Pulumi."""
    source = yaml_source.read(directory / f"Pulumi.{stack}.yaml", f"stacks/Pulumi.{stack}.yaml")
    config = source.data.get("config")
    region = config.get("aws:region") if isinstance(config, dict) else None
    if not isinstance(region, str):
        problem = source.problem(("config",), "aws:region is missing; run `pulumi config set aws:region <region>`")
        raise SettingsError(source.file, [problem])
    return region


def load(stack: str, region: str | None = None, directory: Path = DIRECTORY) -> Settings:
    """Settings of the environment that a stack is of. Raises SettingsError with every mistake and the place of each."""
    environment = environment_of(stack)
    groups = tenant_stacks(environment, directory)
    _must_exist(stack, [*environments(directory), *groups])
    own = checked_file.read(directory / f"{environment}.yaml", f"stacks/{environment}.yaml", SettingsFile)
    others = {name: checked_file.read(directory / f"{name}.yaml", f"stacks/{name}.yaml", TenantFile) for name in groups}
    in_region = region or _one_region(environment, groups, directory)
    problems = [problem for file in (own, *others.values()) for problem in file.problems]
    for name, file in others.items():
        if file.content and file.content.environment != environment:
            message = f"{file.content.environment!r} differs from the file's name, {name}; write {environment}"
            problems.append(file.source.problem(("environment",), message))
    if own.content and all(file.content for file in others.values()):
        settings = _merged(own.content, others, in_region, stack)
        sources = [own.source, *(file.source for file in others.values())]
        problems += [_placed(problem, settings, sources) for problem in rules.broken(settings, environment)]
        if not problems:
            return settings
    raise SettingsError(own.source.file, problems)


def json_schema(*, of_tenants: bool = False) -> dict[str, object]:
    """JSON schema of a settings file or a tenant file, for completion and checks in an editor."""
    return (TenantFile if of_tenants else SettingsFile).model_json_schema()


def _files(directory: Path) -> list[str]:
    return sorted(path.stem for path in directory.glob("*.yaml") if not path.name.startswith("Pulumi."))


def _environment_in(name: str) -> str | None:
    """The environment that the name of a tenant file begins with."""
    environment, hyphen, _ = name.partition("-")
    return environment if hyphen and environment in _ORDER else None


def _must_exist(stack: str, known: Sequence[str]) -> None:
    if stack not in known:
        message = f"there is no environment {stack!r}; there are {', '.join(known) or 'none'}"
        raise SettingsError("stacks", [Problem((), f"{message} (stacks/<environment>.yaml)")])


def _one_region(environment: str, groups: Sequence[str], directory: Path) -> str:
    region = region_of(environment, directory)
    for name in groups:
        if (other := region_of(name, directory)) != region:
            message = f"aws:region is {other}, but {environment} is in {region}; write {region}"
            raise SettingsError(f"stacks/Pulumi.{name}.yaml", [Problem(("config",), message)])
    return region


def _merged(own: SettingsFile, others: dict[str, CheckedFile[TenantFile]], region: str, stack: str) -> Settings:
    groups = {name: file.content.tenants for name, file in others.items() if file.content}
    tenants = (*own.tenants, *(tenant for group in groups.values() for tenant in group))
    return Settings.model_construct(
        **dict(own.model_copy(update={"tenants": tenants})),
        region=region,
        tenant_stack=stack if stack in others else None,
        tenant_stacks={name: len(group) for name, group in groups.items()},
    )


def _placed(problem: Problem, settings: Settings, sources: Sequence[Source]) -> Problem:
    """Give a problem its file, line and column; rules count the tenants of all files in one row."""
    match problem.path:
        case ("tenants", int(index), *rest):
            number, at = settings.place_of(index)
            return sources[number].problem(("tenants", at, *rest), problem.message)
        case _:
            return sources[0].problem(problem.path, problem.message)
