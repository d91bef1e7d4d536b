"""Every resource type through its whole life, as the engine would take it."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.aws.provider.catalogue import TYPES
from sandbox.provider.errors import CheckError
from sandbox.provider.values import Properties
from tests.sandbox.aws.provider.cases import CASES, Case
from tests.sandbox.aws.provider.engine import Engine
from tests.sandbox.aws.provider.world import World

each_type = pytest.mark.parametrize("case", CASES, ids=lambda case: case.token.rsplit(":")[-1])


def _merged(old: Properties, new: Properties) -> Properties:
    return {name: value for name, value in (old | new).items() if value is not None}


def _broken_promises(foretold: Properties, outputs: Properties, token: str) -> list[str]:
    name = TYPES[token].name
    random = {name.property} if name else set[str]()
    # AWS completes nested objects with its defaults; plain values must come as foretold.
    plain = {key: value for key, value in foretold.items() if isinstance(value, str | int | bool)}
    return [key for key, value in plain.items() if key not in random and value != outputs.get(key)]


@each_type
def test_it_lives_as_the_engine_expects(case: Case, engine: Engine, world: World, aws: Callable[[str], Any]) -> None:
    given = case.inputs(world)
    foretold = engine.preview(case.token, given)
    made = engine.create(case.token, given)
    schema = TYPES[case.token].schema
    assert made.outputs.keys() <= schema.outputs | {"id"}
    assert not _broken_promises(foretold, made.outputs, case.token)

    assert not engine.diff(made, given).changes
    refreshed = engine.refresh(made)
    assert refreshed is not None
    assert refreshed.inputs == made.inputs
    assert refreshed.outputs == made.outputs

    if case.damage:
        case.damage(aws, made)
        damaged = engine.refresh(made)
        assert damaged is not None
        assert damaged.inputs.get(case.drifts) != made.inputs.get(case.drifts)
        assert case.drifts in {path.split(".")[0].split("[")[0] for path in engine.diff(damaged, given).changes}
        made = engine.update(damaged, given) if case.update else made
        if case.update:
            repaired = engine.refresh(made)
            assert repaired is not None
            assert repaired.inputs == refreshed.inputs

    if case.update:
        wanted = _merged(given, case.update(world))
        diff = engine.diff(made, wanted)
        assert diff.changes
        assert not diff.replaces
        made = engine.update(made, wanted)
        assert not engine.diff(made, wanted).changes
        updated = engine.refresh(made)
        assert updated is not None
        assert updated.inputs == made.inputs
        made = updated

    if case.replace:
        assert engine.diff(made, _merged(made.inputs, case.replace(world))).replaces

    found = engine.find(case.token, case.import_id(made))
    assert found is not None
    assert found.id == made.id
    engine.delete(made)
    assert case.stays or engine.refresh(made) is None
    engine.delete(made)


@each_type
def test_it_refuses_an_unknown_property_by_name(case: Case, engine: Engine) -> None:
    with pytest.raises(CheckError, match="noSuchThing: unknown property"):
        engine.check(case.token, {"noSuchThing": 1})


@each_type
def test_it_refuses_missing_required_properties(case: Case, engine: Engine) -> None:
    type_ = TYPES[case.token]
    required = {name for name, prop in type_.schema.inputs.items() if prop.required}
    groups = () if required else (*type_.traits.exactly_one, *type_.traits.at_least_one)
    required |= {group[0] for group in groups}
    if not required:
        engine.check(case.token, {})
        return
    with pytest.raises(CheckError) as refusal:
        engine.check(case.token, {})
    assert {failure.property for failure in refusal.value.failures} == required


def test_every_type_is_tested() -> None:
    assert {case.token for case in CASES} == TYPES.keys()
