"""`make bench`: imports, programs, policies; with `--sandbox` deployments too.

Absolute seconds depend on the machine; the ratios are what to compare between two versions.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import flat
from policies.rules import POLICIES
from stacks import platform, settings
from tests.integration.platform.checkout import Checkout
from tests.policies.judging import Given, judge
from tests.recording import record, record_environment

ENVIRONMENTS = tuple(settings.environments())
REPETITIONS = 5
# What every Pulumi program on AWS and Kubernetes pays, whatever it declares.
BARE = "import pulumi, pulumi_aws.eks, pulumi_aws.ec2, pulumi_aws.s3, pulumi_aws.iam, pulumi_kubernetes.core.v1"
OURS = "import stacks.platform"


@dataclass(frozen=True)
class Measure:
    """One figure."""

    what: str
    seconds: float
    per_resource_ms: float | None = None
    ratio: float | None = None
    """Against the first figure of its group, by resource where it has that figure."""


def timed(action: Callable[[], object]) -> float:
    """Return how long one call takes, in seconds."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def median(action: Callable[[], object]) -> float:
    """Return how long one call takes, of several after a first that is not counted."""
    action()
    return statistics.median(timed(action) for _ in range(REPETITIONS))


def imports() -> list[Measure]:
    """Fresh interpreters: what every Pulumi program pays, and what ours does."""
    bare, ours = (
        median(lambda statement=statement: subprocess.run([sys.executable, "-c", statement], check=True))
        for statement in (BARE, OURS)
    )
    return [Measure("import of the bare SDKs", bare), Measure("import of the platform", ours, ratio=ours / bare)]


def programs() -> Iterator[Measure]:
    """The program of each environment, without an engine, and every policy over what it declares."""
    for environment in ENVIRONMENTS:
        chosen = settings.load(environment)
        declared = record_environment(environment)
        bare = median(lambda declared=declared: record(lambda: flat.declare(declared)))
        program = median(lambda chosen=chosen: record(lambda: platform.deploy(chosen), stack=chosen.environment))
        resources = [Given(one.type, one.props, one.name, one.property_dependencies, one.urn) for one in declared]
        policies = timed(lambda resources=resources: evaluate(resources))
        custom = sum(one.custom for one in declared)
        flat_ms, ours_ms = 1000 * bare / custom, 1000 * program / len(declared)
        yield Measure(f"{environment}: its {custom} resources without components", bare, flat_ms, ratio=1)
        yield Measure(f"{environment}: program, {len(declared)} resources", program, ours_ms, ratio=ours_ms / flat_ms)
        yield Measure(f"{environment}: {len(POLICIES)} policies", policies, 1000 * policies / len(resources))


def evaluate(resources: list[Given]) -> None:
    """Run every policy once."""
    for policy in POLICIES:
        judge(policy, *resources)


def sandbox() -> Iterator[Measure]:
    """The commands of the README, in a checkout of their own."""
    with tempfile.TemporaryDirectory() as folder:
        checkout = Checkout(Path(folder))
        try:
            yield Measure("sandbox start", timed(lambda: checkout.mlplatform("sandbox", "start")))
            first = timed(lambda: checkout.mlplatform("up", "dev"))
            yield Measure("first up", first, ratio=1)
            for what, command in (("second up", "up"), ("preview", "preview"), ("down", "down")):
                duration = timed(lambda command=command: checkout.mlplatform(command, "dev"))
                yield Measure(what, duration, ratio=duration / first)
        finally:
            checkout.mlplatform("sandbox", "reset")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sandbox", action="store_true", help="also deploy dev on a sandbox (minutes)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    measures = [*imports(), *programs(), *(sandbox() if arguments.sandbox else ())]
    if arguments.json:
        print(json.dumps([asdict(measure) for measure in measures], indent=2))
        return
    table = Table("what", "seconds", "ms per resource", "ratio", box=None, header_style="dim")
    for measure in measures:
        table.add_row(measure.what, f"{measure.seconds:.2f}", _shown(measure.per_resource_ms), _shown(measure.ratio))
    Console().print(table)


def _shown(number: float | None) -> str:
    return "" if number is None else f"{number:.2f}"


if __name__ == "__main__":
    main()
