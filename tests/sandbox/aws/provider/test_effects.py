"""An input has an effect in the emulated account, which reads back, or it is refused by name."""

import pytest

from sandbox.aws.provider.catalogue import TYPES
from sandbox.aws.provider.drift import live_inputs
from tests.sandbox.aws.provider.cases import CASES, Case
from tests.sandbox.aws.provider.engine import Engine, Made
from tests.sandbox.aws.provider.world import World

# What a resource tells only if the program manages it there and not in resources of its own.
INLINE = {"routes", "ingress", "egress", "managedPolicyArns", "inlinePolicies"}
# What AWS itself never tells, and one which it tells in other words: the key's id for its ARN.
UNTOLD = {"accessConfig", "bootstrapSelfManagedAddons", "targetKeyId"}


def _effective(token: str) -> set[str]:
    type_ = TYPES[token]
    prefix = {type_.name.prefix_property} if type_.name else set[str]()
    return type_.schema.inputs.keys() - type_.settings - type_.not_emulated - prefix - {"region"}


def _without_effect(engine: Engine, case: Case, made: Made) -> dict[str, tuple[object, object]]:
    """What AWS does not tell, or tells otherwise, to someone who does not know the inputs."""
    found = engine.find(case.token, case.import_id(made))
    assert found is not None
    told = {name: value for name, value in made.outputs.items() if name in INLINE} | found.outputs
    wanted = {name: value for name, value in made.inputs.items() if name in _effective(case.token) - UNTOLD}
    achieved = live_inputs(TYPES[case.token], wanted, {}, {name: told.get(name) for name in wanted})
    return {name: (value, told.get(name)) for name, value in wanted.items() if achieved.get(name) != value}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.token.rsplit(":")[-1])
def test_every_input_that_is_accepted_reads_back(case: Case, engine: Engine, world: World) -> None:
    seen = set[str]()
    for inputs in (case.inputs, *case.also):
        made = engine.create(case.token, inputs(world))
        seen |= made.inputs.keys()
        assert not _without_effect(engine, case, made)
        if inputs is case.inputs and case.update:
            made = engine.update(made, made.inputs | case.update(world))
            seen |= made.inputs.keys()
            assert not _without_effect(engine, case, made)
        engine.delete(made)
    assert _effective(case.token) <= seen
