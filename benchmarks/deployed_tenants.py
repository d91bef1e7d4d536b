"""Tenant stacks on the real engine: what one tenant costs in a stack of one, ten and twenty."""

import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.measure import Measure, timed
from tests.integration.platform.checkout import Checkout
from tests.stacks.tenant_files import split

NUMBERS = (1, 10, 20)
POLL_SECONDS = 0.1
# What the command line of each process of a deployment holds.
PROCESSES = {"engine": "/bin/pulumi ", "program": "language_host/program.py", "policies": "-m pulumi.policy"}
QUIETLY = ("--non-interactive", "--suppress-outputs")


@dataclass(frozen=True)
class Use:
    """What processes of a kind used."""

    cpu_seconds: float
    memory_mib: float
    """The most that one held."""


def deployed_tenants() -> Iterator[Measure]:
    """Each number in a stack of its own, one after the other on one deployed dev."""
    with tempfile.TemporaryDirectory() as folder:
        checkout = Checkout(Path(folder))
        split(checkout.root / "stacks", **{f"of-{one}": [f"t{one}-{each}" for each in range(one)] for one in NUMBERS})
        try:
            checkout.mlplatform("up", "dev")
            first: dict[str, float] = {}
            for number in NUMBERS:
                yield from _stack(checkout, f"dev-of-{number}", number, first)
        finally:
            checkout.mlplatform("sandbox", "reset")


def _stack(checkout: Checkout, stack: str, number: int, first: dict[str, float]) -> Iterator[Measure]:
    checkout.command("pulumi", "stack", "init", stack)
    here = ("--stack", stack, *QUIETLY)
    runs = {
        "first preview": ("preview", *here),
        "up": ("up", *here, "--yes", "--skip-preview"),
        "then preview": ("preview", *here),
        "then up": ("up", *here, "--yes", "--skip-preview"),
    }
    for what, command in runs.items():
        seconds, uses = _watched(lambda command=command: checkout.command("pulumi", *command))
        base = first.setdefault(what, seconds / number)
        said = ", ".join(f"{kind} {use.cpu_seconds:.1f} s {use.memory_mib:.0f} MiB" for kind, use in uses.items())
        memory = sum(use.memory_mib for use in uses.values())
        yield Measure(
            f"{number} tenants in a stack: {what} ({said}); ratio by tenant",
            seconds,
            ratio=seconds / number / base,
            memory_mib=memory,
        )
    yield Measure(f"{number} tenants in a stack: {len(checkout.state(stack))} resources")


def _watched(action: Callable[[], object]) -> tuple[float, Mapping[str, Use]]:
    """How long it takes, and what each kind of process used meanwhile."""
    seen: dict[int, tuple[str, float, float]] = {}
    over = threading.Event()

    def watch() -> None:
        while not over.wait(POLL_SECONDS):
            for process in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    line, spent = " ".join(process.cmdline()), process.cpu_times()
                    for kind, mark in PROCESSES.items():
                        if mark in line:
                            held = max(process.memory_info().rss / 2**20, seen.get(process.pid, (kind, 0, 0))[2])
                            seen[process.pid] = kind, spent.user + spent.system, held

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        seconds = timed(action)
    finally:
        over.set()
        watcher.join()
    return seconds, {
        kind: Use(
            sum(spent for one, spent, _ in seen.values() if one == kind),
            max((held for one, _, held in seen.values() if one == kind), default=0),
        )
        for kind in PROCESSES
    }
