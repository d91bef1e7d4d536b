"""A clone with a sandbox, as a test sees it."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from sandbox import environment, lifecycle
from sandbox.layout import Layout
from sandbox.status import ProcessStatus, Status, status

PATIENCE_SECONDS = 60
# A test run in the background of a shell ignores Ctrl-C, and so would what it starts.
START = """
import pathlib, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from sandbox import lifecycle
lifecycle.start(pathlib.Path(sys.argv[1]), print)
"""


class Clone:
    """A directory with a sandbox of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.layout = Layout(root)
        self.said: list[str] = []

    def start(self) -> Status:
        self.said.clear()
        return lifecycle.start(self.root, self.said.append)

    def start_in_background(self) -> subprocess.Popen[str]:
        """Start as a command of its own, which can be interrupted or killed."""
        command = [sys.executable, "-u", "-c", START, str(self.root)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    @property
    def status(self) -> Status:
        return status(self.root)

    def process(self, name: str) -> ProcessStatus:
        return next(one for one in self.status.processes if one.name == name)

    def processes(self) -> list[psutil.Process]:
        """Return the supervisor and everything below it."""
        supervisor = psutil.Process(self.status.supervisor_pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def wait(self, condition: Callable[[Status], bool]) -> Status:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not condition(current := self.status):
            assert time.monotonic() < deadline, current
            time.sleep(0.1)
        return current

    def kubectl(self, *arguments: str, manifest: object = None, check: bool = True) -> str:
        own = {name: value for name, value in environment.variables(self.root).items() if value is not None}
        done = subprocess.run(
            [str(self.layout.bin / "kubectl"), *arguments],
            env=own,
            input=None if manifest is None else json.dumps(manifest),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0 or not check, done.stderr
        return done.stdout.strip()


def all_gone(processes: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE_SECONDS)
    return not alive
