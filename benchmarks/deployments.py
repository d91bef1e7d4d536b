"""The commands of the README on a sandbox, for each environment."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Measure, timed
from tests.integration.platform.checkout import Checkout

ENVIRONMENTS = ("dev", "test", "prod")


def deployments() -> Iterator[Measure]:
    """Each environment on a sandbox of its own, in a checkout of its own: protected ones are not destroyed."""
    for environment in ENVIRONMENTS:
        with tempfile.TemporaryDirectory() as folder:
            checkout = Checkout(Path(folder))
            try:
                yield from _deployment(checkout, environment)
            finally:
                checkout.mlplatform("sandbox", "reset")


def _deployment(checkout: Checkout, environment: str) -> Iterator[Measure]:
    yield Measure(f"{environment}: sandbox start", timed(lambda: checkout.mlplatform("sandbox", "start")))
    preview = timed(lambda: checkout.mlplatform("preview", environment))
    first = timed(lambda: checkout.mlplatform("up", environment))
    number = len(checkout.state(environment))
    memory = json.loads(checkout.mlplatform("sandbox", "status", "--json").stdout)["memory_mib"]
    yield Measure(f"{environment}: first preview", preview, 1000 * preview / number, preview / first)
    yield Measure(f"{environment}: first up, {number} resources", first, 1000 * first / number, 1, memory)
    again = ("up", "preview", *(("down",) if environment == "dev" else ()))
    for command in again:
        seconds = timed(lambda command=command: checkout.mlplatform(command, environment))
        yield Measure(f"{environment}: then {command}", seconds, 1000 * seconds / number, seconds / first)
