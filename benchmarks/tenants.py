"""Firewalls and policies for more and more tenants: the cost of one must not grow with the number of the others."""

import json
from collections.abc import Iterator, Sequence

from benchmarks.measure import Measure, timed
from benchmarks.packs import judged
from reachability import stack
from reachability.matrix import Matrix
from reachability.resources import Resource
from tests.policies.judging import Given
from tests.reachability.stacks import read
from tests.recording import record_environment

NUMBERS = (10, 100, 1000)
PACKED = (1, 10, 100)
"""A stack holds some twenty tenants; a hundred show what grows."""
ONE = "iris"


def firewalls() -> Iterator[Measure]:
    """Who reaches whom."""
    first = 0.0
    for number in NUMBERS:
        resources = _with_tenants(number)
        seconds = timed(lambda resources=resources: _compute(resources))
        first = first or seconds / number
        yield Measure(
            f"firewall of {number} tenants", seconds, 1000 * seconds / len(resources), seconds / number / first
        )


def packs() -> Iterator[Measure]:
    """Every policy over one stack."""
    first = 0.0
    for number in PACKED:
        resources = [
            Given(one.type, one.values, one.name, {key: sorted(urns) for key, urns in one.sources.items()}, one.urn)
            for one in _with_tenants(number)
        ]
        seconds = judged("dev", resources)
        per_resource = 1000 * seconds / len(resources)
        first = first or per_resource
        yield Measure(f"policies on {number} tenants", seconds, per_resource, per_resource / first)


def _with_tenants(number: int) -> list[Resource]:
    """The dev environment with copies of its tenant."""
    dev = read(record_environment("dev", preview=False))
    tenant = [one for one in dev if f"tenant-{ONE}" in one.urn]
    platform = [one for one in dev if f"tenant-{ONE}" not in one.urn]
    return [*platform, *(copy for index in range(number) for copy in _copies(tenant, index))]


def _copies(tenant: Sequence[Resource], index: int) -> Iterator[Resource]:
    for one in tenant:
        text = json.dumps([one.type, one.urn, one.values, {key: sorted(urns) for key, urns in one.sources.items()}])
        type_, urn, values, sources = json.loads(text.replace(ONE, f"model-{index}"))
        yield Resource(type_, urn, values, {key: frozenset(urns) for key, urns in sources.items()})


def _compute(resources: Sequence[Resource]) -> None:
    matrix = Matrix(stack.read(resources))
    _ = [*matrix.ways(), *matrix.readings()]
