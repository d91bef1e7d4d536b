"""Who reaches whom, computed for more and more tenants: the cost of one must not grow with the number of the others."""

import json
from collections.abc import Iterator, Sequence

from benchmarks.measure import Measure, timed
from reachability import stack
from reachability.matrix import Matrix
from reachability.resources import Resource
from tests.reachability.stacks import read
from tests.recording import record_environment

NUMBERS = (10, 100, 1000)
ONE = "iris"


def firewalls() -> Iterator[Measure]:
    """The dev environment with copies of its tenant."""
    dev = read(record_environment("dev", preview=False))
    tenant = [one for one in dev if f"tenant-{ONE}" in one.urn]
    platform = [one for one in dev if f"tenant-{ONE}" not in one.urn]
    first = 0.0
    for number in NUMBERS:
        resources = [*platform, *(copy for index in range(number) for copy in _copies(tenant, index))]
        seconds = timed(lambda resources=resources: _compute(resources))
        first = first or seconds / number
        yield Measure(
            f"firewall of {number} tenants", seconds, 1000 * seconds / len(resources), seconds / number / first
        )


def _copies(tenant: Sequence[Resource], index: int) -> Iterator[Resource]:
    for one in tenant:
        text = json.dumps([one.type, one.urn, one.values, {key: sorted(urns) for key, urns in one.sources.items()}])
        type_, urn, values, sources = json.loads(text.replace(ONE, f"model-{index}"))
        yield Resource(type_, urn, values, {key: frozenset(urns) for key, urns in sources.items()})


def _compute(resources: Sequence[Resource]) -> None:
    matrix = Matrix(stack.read(resources))
    _ = [*matrix.ways(), *matrix.readings()]
