"""kill -9 in the middle of a command."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.integration.platform.checkout import Checkout

DEADLINE_SECONDS = 240


def kill(checkout: Checkout, command: str, seen: Callable[[str], bool], log: Path) -> None:
    """Start a command of `mlplatform` and kill it and its engine as soon as its output shows this."""
    with log.open("w") as output:
        running = subprocess.Popen(
            [sys.executable, "-m", "infra.cli", command, "dev"],
            cwd=checkout.root,
            env={**os.environ, "PYTHONPATH": str(checkout.root)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not seen(log.read_text()):
        assert running.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.02)
    engines = psutil.Process(running.pid).children()
    for process in (running.pid, *(engine.pid for engine in engines)):
        os.kill(process, signal.SIGKILL)
    running.wait()
