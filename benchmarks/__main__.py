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

from policies.rules import POLICIES
from tests.integration.platform.checkout import Checkout
from tests.policies.judging import Given, judge
from tests.recording import record_environment

ENVIRONMENTS = ("dev", "test", "prod")
REPETITIONS = 3
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
    """Against the first figure of its group."""


def timed(action: Callable[[], object]) -> float:
    """Return how long one call takes, in seconds."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def imports() -> list[Measure]:
    """Fresh interpreters: what every Pulumi program pays, and what ours does."""

    def median(statement: str) -> float:
        command = [sys.executable, "-c", statement]
        return statistics.median(timed(lambda: subprocess.run(command, check=True)) for _ in range(REPETITIONS))

    bare, ours = median(BARE), median(OURS)
    return [Measure("import of the bare SDKs", bare), Measure("import of the platform", ours, ratio=ours / bare)]


def programs() -> Iterator[Measure]:
    """The program of each environment, without an engine, and every policy over what it declares."""
    record_environment(ENVIRONMENTS[0])  # imports
    record_environment.cache_clear()
    for environment in ENVIRONMENTS:
        program = timed(lambda environment=environment: record_environment(environment))
        declared = record_environment(environment)
        resources = [Given(one.type, one.props, one.name, one.property_dependencies, one.urn) for one in declared]
        policies = timed(lambda resources=resources: evaluate(resources))
        label = f"{environment} ({len(resources)} resources)"
        yield Measure(f"program of {label}", program, 1000 * program / len(resources))
        yield Measure(f"{len(POLICIES)} policies over {label}", policies, 1000 * policies / len(resources))


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
