"""Every policy on its examples: passing, failing, absent and unknown."""

from importlib import import_module
from pkgutil import iter_modules
from typing import cast

import pytest

from tests.policies import examples as folder
from tests.policies.examples import Examples, Stack
from tests.policies.judging import Given, judge

ALL = [
    each
    for module in iter_modules(folder.__path__, f"{folder.__name__}.")
    for each in cast("list[Examples]", import_module(module.name).EXAMPLES)
]


def _cases(kind: str) -> list[object]:
    return [
        pytest.param(each, stack, id=f"{each.policy.name}-{number}")
        for each in ALL
        for number, stack in enumerate(getattr(each, kind))
    ]


def _stack(stack: Stack) -> list[Given]:
    return [stack] if isinstance(stack, Given) else stack


_each = pytest.mark.parametrize("examples", [pytest.param(each, id=each.policy.name) for each in ALL])


@pytest.mark.parametrize(("examples", "stack"), _cases("passing"))
def test_what_is_right_passes(examples: Examples, stack: Stack) -> None:
    verdict = judge(examples.policy, *_stack(stack))

    assert (verdict.violations, verdict.not_evaluated) == ([], "")


@pytest.mark.parametrize(("examples", "stack"), _cases("failing"))
def test_what_is_wrong_fails_even_beside_unknown_values(examples: Examples, stack: Stack) -> None:
    assert judge(examples.policy, *_stack(stack)).violations


@_each
def test_an_absent_field_means_what_the_cloud_makes_of_it(examples: Examples) -> None:
    verdict = judge(examples.policy, *_stack(examples.absent))

    assert (bool(verdict.violations), verdict.not_evaluated) == (examples.absence_fails, "")


@_each
def test_an_unknown_value_is_reported_by_resource_and_property(examples: Examples) -> None:
    stack = _stack(examples.unknown)
    verdict = judge(examples.policy, *stack)

    if verdict.violations:  # decided by what is known; said beside the example
        return
    assert verdict.not_evaluated.startswith("not evaluated: `")
    assert any(f" of {given.name} is not known yet" in verdict.not_evaluated for given in stack)


@_each
def test_resources_of_other_types_are_left_alone(examples: Examples) -> None:
    verdict = judge(examples.policy, Given("random:index/randomPet:RandomPet", {"length": 2.0}))

    assert (verdict.violations, verdict.not_evaluated) == ([], "")
