"""Tenants in stacks of their own: settings and program of one stack, with more and more tenants in it and beside it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Measure, timed
from stacks import settings
from tests.stacks.tenant_files import outputs, recorded, split

PLACES = ((1, 1), (10, 1), (100, 1), (20, 50))
"""Tenants of a stack, and stacks of the environment."""


def tenant_stacks() -> Iterator[Measure]:
    """For each: reading and checking the whole environment, and the program of one tenant stack."""
    first: tuple[float, float] | None = None
    for tenants, stacks in PLACES:
        with tempfile.TemporaryDirectory() as folder:
            groups = {f"g{group}": [f"t{group}-{one}" for one in range(tenants)] for group in range(stacks)}
            directory = split(Path(folder), **groups)
            environment = outputs(directory)
            reading = timed(lambda directory=directory: settings.load("dev-g0", directory=directory))
            whole = timed(lambda directory=directory, known=environment: recorded(directory, "dev-g0", known))
            number = len(recorded(directory, "dev-g0", environment).resources)
        program = whole - reading
        by_tenant = reading / (tenants * stacks), program / tenants
        first = first or by_tenant
        what = f"settings of {stacks} stacks with {tenants} tenants; ratio by tenant"
        yield Measure(what, reading, ratio=by_tenant[0] / first[0])
        what = f"program of one of them, {number} resources; ratio by tenant"
        yield Measure(what, program, 1000 * program / number, by_tenant[1] / first[1])
