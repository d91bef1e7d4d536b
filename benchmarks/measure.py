"""One figure, and how it is taken."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

REPETITIONS = 5
_PEAK = "; import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


@dataclass(frozen=True)
class Measure:
    """One figure."""

    what: str
    seconds: float | None = None
    per_resource_ms: float | None = None
    ratio: float | None = None
    """Against the first figure of its group, by resource where it has that figure."""
    memory_mib: float | None = None


def timed(action: Callable[[], object]) -> float:
    """Return how long one call takes, in seconds."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def median(action: Callable[[], object]) -> float:
    """Return how long one call takes, of several after a first that is not counted."""
    action()
    return statistics.median(timed(action) for _ in range(REPETITIONS))


def peak_mib(statements: str) -> float:
    """Return the most memory that a fresh interpreter held while it ran these statements."""
    done = subprocess.run([sys.executable, "-c", statements + _PEAK], capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1]) / 1024
