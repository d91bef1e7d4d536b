"""Other values for every setting, generated from the settings' schema: whatever the settings' own rules let pass."""

import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from stacks import rules, settings
from stacks.model import Settings, SettingsFile
from stacks.reading.yaml_source import Value
from stacks.sections.fields import LOG_RETENTION_DAYS
from tests.changes.examples import IDENTITY, ITEMS, MORE, OLDER, examples

Schema = Mapping[str, Any]
SCHEMA = SettingsFile.model_json_schema()
NOTHING: Schema = {}


class Change(NamedTuple):
    """Another value at a place; no rule has looked at it yet."""

    place: tuple[str | int, ...]
    path: str
    """The place for people: `*` where a name or a number stands."""
    text: str
    """What is changed, for people."""
    value: Value


class Variant(NamedTuple):
    """An environment with a change that its rules let pass."""

    change: Change
    base: str
    after: Settings


def bases() -> dict[str, Settings]:
    """Environments to change, the most important first; prod also with what it has not, for what needs it."""
    prod, test = (plain(settings.load(name)) for name in ("prod", "test"))
    more = {"prod, one version ago": OLDER, "prod with more parts": MORE}
    made = {name: checked(_merged(prod, parts), "prod") for name, parts in more.items()}
    tenants: Any = test["tenants"]
    for tenant in tenants:
        tenant["hosts"] = []  # without NAT nobody has hosts on the Internet
    made["test without hosts"] = checked(test, "test")
    wrong = [name for name, chosen in made.items() if chosen is None]
    if wrong:
        message = f"the settings refuse {wrong}; correct tests/changes/examples.py"
        raise ValueError(message)
    environments = {name: settings.load(name) for name in ("prod", "test", "dev")}
    return environments | {name: chosen for name, chosen in made.items() if chosen}


def variants(environments: Mapping[str, Settings]) -> list[Variant]:
    """Each change once, in the first of these environments whose rules let it pass."""
    found: dict[tuple[str, str], Variant] = {}
    for name, chosen in environments.items():
        data = plain(chosen)
        for change in changes(SCHEMA, data):
            key = change.path, change.text
            if key not in found and (after := checked(changed(data, change), chosen.environment)):
                found[key] = Variant(change, name, after)
    order = [*settings_of()]
    return sorted(found.values(), key=lambda one: order.index(one.change.path))


def plain(chosen: Settings) -> dict[str, Value]:
    """Settings as they would stand in a file."""
    return chosen.model_dump(mode="json", exclude={"region"})


def _merged(value: dict[str, Value], parts: Mapping[str, Value]) -> dict[str, Value]:
    result = dict(value)
    for key, part in parts.items():
        old = value.get(key)
        result[key] = _merged(old, part) if isinstance(old, dict) and isinstance(part, dict) else part
    return result


def checked(data: Mapping[str, Value], environment: str) -> Settings | None:
    """Settings of this data; None where they would be refused."""
    try:
        in_file = SettingsFile.model_validate_json(json.dumps(data))
    except ValidationError:
        return None
    chosen = Settings.model_construct(**dict(in_file), region=settings.region_of(environment))
    return None if next(rules.broken(chosen, environment), None) else chosen


def changed(data: Mapping[str, Value], change: Change) -> dict[str, Value]:
    """The data with one change."""
    result = dict(copy.deepcopy(data))
    *above, last = change.place
    at: Any = result
    for key in above:
        at = at[key]
    at[last] = change.value
    return result


def changes(schema: Schema, value: Value, place: tuple[str | int, ...] = (), path: str = "") -> Iterator[Change]:
    """Other values of a setting, and of those below it."""
    schema = _resolved(schema)
    for text, other in _others(schema, value, path):
        yield Change(place, path, text, other)
    if isinstance(value, dict):
        for key, item in value.items():
            known = schema.get("properties", {}).get(key)
            name = key if known else "*"
            yield from changes(
                known or schema.get("additionalProperties", {}), item, (*place, key), f"{path}.{name}".lstrip(".")
            )
    elif isinstance(value, list) and "properties" in _resolved(schema.get("items", {})):
        for index, item in enumerate(value):
            yield from changes(schema["items"], item, (*place, index), f"{path}.*")


def settings_of(schema: Schema = SCHEMA, path: str = "") -> Iterator[str]:
    """The path of every setting that is no section, and of sections that may be absent."""
    schema = _resolved(schema)
    item = _resolved(schema.get("items") or schema.get("additionalProperties") or NOTHING)
    if "properties" in schema:
        if schema.get("absent"):
            yield path
        for name, below in schema["properties"].items():
            yield from settings_of(below, f"{path}.{name}".lstrip("."))
    elif "properties" in item:
        yield path
        yield from settings_of(item, f"{path}.*")
    else:
        yield path


def _resolved(schema: Schema) -> Schema:
    """The schema without references, and of what may be absent: the schema when it is there."""
    if "anyOf" in schema:
        (there,) = (one for one in schema["anyOf"] if one.get("type") != "null")
        return {**_resolved(there), "absent": True}
    return SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def _others(schema: Schema, value: Value, path: str) -> Iterator[tuple[str, Value]]:
    if schema.get("absent") and value is not None:
        yield "taken away", None
    if value is None:
        known = "enum" in schema
        yield from ((f"added: {other}" if known else "added", other) for other in _scalars(schema, None, path))
    elif isinstance(value, list):
        yield from _lists(schema, value, path)
    elif isinstance(value, dict) and "additionalProperties" in schema and schema["additionalProperties"] is not False:
        yield from _maps(value)
    elif not isinstance(value, dict):
        yield from ((_step(value, other), other) for other in _scalars(schema, value, path) if other != value)


def _step(value: Value, other: Value) -> str:
    if isinstance(value, bool):
        return "switched on" if other else "switched off"
    if isinstance(value, int | float) and isinstance(other, int | float):
        return "raised" if other > value else "lowered"
    return f"to {other}" if isinstance(other, str) and len(other) < 16 else "changed"


def _scalars(schema: Schema, value: Value, path: str) -> Iterator[Value]:
    kind = schema.get("type")
    if "enum" in schema:
        yield from schema["enum"]
    elif kind == "boolean":
        yield not value
    elif path.endswith("log_retention_days"):
        yield from LOG_RETENTION_DAYS
    elif kind in ("integer", "number"):
        now = value if isinstance(value, int | float) else schema["minimum"]
        yield from (now + 1, now - 1, now * 2, now // 2, schema["minimum"], schema["maximum"])
    else:
        yield from examples(path)


def _lists(schema: Schema, value: list[Value], path: str) -> Iterator[tuple[str, Value]]:
    items = _resolved(schema["items"])
    if len(value) > 1:
        yield "order reversed", value[::-1]
    if value:
        yield "first taken away", value[1:]
        yield "last taken away", value[:-1]
    for one in items.get("enum", examples(path)):
        if one not in value:
            yield "one added", [*value, one]
    for item in ITEMS.get(path, ()):
        yield f"{item.get('kind', 'one')} added", [*value, item]
    if value and isinstance(first := value[0], dict) and path in IDENTITY:
        yield "one added", [*value, first | IDENTITY[path]]


def _maps(value: dict[str, Value]) -> Iterator[tuple[str, Value]]:
    for key, item in value.items():
        yield "one taken away", {name: other for name, other in value.items() if name != key}
        if isinstance(item, str):
            yield "one changed", {**value, key: f"{item}-2"}
    if value:
        yield "order reversed", dict(reversed(value.items()))
        yield "one added", {**value, "another": next(iter(value.values()))}
