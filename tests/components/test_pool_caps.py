"""No pool can exceed its cap, whatever is started in whatever order."""

from collections.abc import Sequence
from math import isclose

from hypothesis import given, settings
from hypothesis import strategies as st

from components import pool_caps
from components.accelerators import ACCELERATORS

PRICED = {name: one for name, one in ACCELERATORS.items() if one.usd_per_hour is not None}
BY_MODEL = [
    sorted(name for name, one in PRICED.items() if one.gpu == gpu) for gpu in sorted({a.gpu for a in PRICED.values()})
]
TYPES = st.sampled_from(BY_MODEL).flatmap(lambda names: st.lists(st.sampled_from(names), min_size=1, unique=True))


def started(types: Sequence[str], batches: Sequence[Sequence[int]], gpus: int, nodes: int) -> list[str]:
    """What runs after Karpenter answered batches of pods, each of which wishes for a type.

    As its scheduler does it: a node only starts if its GPUs fit what the limit leaves; the limit in nodes is looked at
    too, but new nodes count there from the next batch on.
    """
    running: list[str] = []
    for wishes in batches:
        there = len(running)
        for wish in wishes:
            wanted = types[wish % len(types)]
            used = sum(ACCELERATORS[name].gpus for name in running)
            if used + ACCELERATORS[wanted].gpus <= gpus and there < nodes:
                running.append(wanted)
    return running


@settings(deadline=None, max_examples=300)
@given(
    TYPES,
    st.lists(st.lists(st.integers(0, 63), max_size=30), max_size=6),
    st.integers(1, 40),
    st.none() | st.integers(1, 20),
)
def test_nothing_that_can_run_exceeds_gpus_nodes_or_the_dearest_hour(
    types: list[str], batches: list[list[int]], max_gpus: int, max_nodes: int | None
) -> None:
    gpus = pool_caps.most_gpus(types, max_gpus, max_nodes)
    if gpus is None:
        assert len({ACCELERATORS[name].gpus for name in types}) > 1, "only mixed sizes are refused"
        return
    running = started(types, batches, gpus, pool_caps.most_nodes(types, max_gpus, max_nodes))
    dearest = pool_caps.dearest_hour(types, max_gpus, max_nodes)
    assert sum(ACCELERATORS[name].gpus for name in running) <= max_gpus
    assert len(running) <= (max_nodes or max_gpus)
    assert dearest is not None
    assert sum(PRICED[name].usd_per_hour or 0 for name in running) <= dearest.usd + 1e-9


@settings(deadline=None, max_examples=100)
@given(TYPES, st.integers(1, 40), st.none() | st.integers(1, 20))
def test_the_caps_let_the_pool_have_what_they_allow(types: list[str], max_gpus: int, max_nodes: int | None) -> None:
    gpus = pool_caps.most_gpus(types, max_gpus, max_nodes)
    if gpus is None:
        return
    nodes = pool_caps.most_nodes(types, max_gpus, max_nodes)
    smallest = min(range(len(types)), key=lambda index: ACCELERATORS[types[index]].gpus)
    assert len(started(types, [[smallest]] * (nodes + 1), gpus, nodes)) == nodes


@settings(deadline=None, max_examples=100)
@given(TYPES, st.integers(1, 40), st.integers(1, 20))
def test_the_dearest_hour_is_one_that_can_happen(types: list[str], max_gpus: int, max_nodes: int) -> None:
    dearest = pool_caps.dearest_hour(types, max_gpus, max_nodes)
    assert dearest is not None
    assert sum(count * ACCELERATORS[name].gpus for name, count in dearest.nodes.items()) <= max_gpus
    assert sum(dearest.nodes.values()) <= max_nodes
    assert isclose(dearest.usd, sum((PRICED[name].usd_per_hour or 0) * n for name, n in dearest.nodes.items()))


def test_the_dearest_hour_is_not_always_the_one_with_the_largest_nodes() -> None:
    dearest = pool_caps.dearest_hour(["g6.48xlarge", "g6.16xlarge"], 8)
    assert dearest is not None
    assert str(dearest) == "27.17 USD (8 x g6.16xlarge, on demand, us-east-1, 2026-07-06)"


def test_without_a_price_nothing_is_promised() -> None:
    assert pool_caps.dearest_hour(["p5e.48xlarge"], 8) is None
