"""Interrupted runs: nothing stays behind, and the next run works."""

import os
import pty
import signal
import time

import psutil
import pytest

from tests.integration.language_host.conftest import Project

pytestmark = pytest.mark.integration


@pytest.fixture
def sleeping(project: Project) -> Project:
    project.program("import time\nprint('asleep')\ntime.sleep(100)")
    return project


def start(project: Project) -> tuple[psutil.Process, int]:
    """Start an update in a terminal of its own and wait for its program."""
    command = project.command("up", "--yes", "--skip-preview")
    number, terminal = pty.fork()
    if number == 0:
        os.execve(command[0], command, project.environment)  # noqa: S606 - pty.fork leaves no other way
    seen = b""
    while b"asleep" not in seen:
        seen += os.read(terminal, 4096)
    return psutil.Process(number), terminal


def rest(terminal: int) -> str:
    """Return what is printed until the terminal is left by everybody."""
    seen = b""
    while True:
        try:
            chunk = os.read(terminal, 4096)
        except OSError:  # so Linux tells the end of a terminal
            return seen.decode()
        seen += chunk


def test_ctrl_c_ends_everything_quickly_and_quietly(sleeping: Project) -> None:
    process, terminal = start(sleeping)
    family = process.children(recursive=True)
    assert family
    pressed = time.monotonic()
    os.write(terminal, b"\x03")
    said = rest(terminal)
    assert process.wait(10)
    assert time.monotonic() - pressed < 5
    assert "update canceled" in said
    assert "Traceback" not in said
    assert "KeyboardInterrupt" not in said
    assert not psutil.wait_procs(family, timeout=5)[1]


def test_nothing_outlives_a_killed_engine_and_the_next_run_works(sleeping: Project) -> None:
    process, terminal = start(sleeping)
    family = process.children(recursive=True)
    process.send_signal(signal.SIGKILL)
    process.wait()
    os.close(terminal)
    assert not psutil.wait_procs(family, timeout=10)[1]
    sleeping.program("")
    sleeping.run("cancel", "--yes")
    sleeping.run("up", "--yes", "--skip-preview")
