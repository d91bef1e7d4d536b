"""The supervisor over made-up parts."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

import psutil
import pytest

from sandbox import supervisor
from sandbox.engine import cache
from sandbox.ports import is_free, reserve
from sandbox.private_files import write_private
from sandbox.report import ProcessReport, Report, State, load

PATIENCE_SECONDS = 20
SERVE = "-m", "http.server", "--bind", "127.0.0.1"


class Supervised:
    """A supervisor that runs in the background."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        # Held, and where sandboxes hold theirs: tests run side by side with them.
        self._reservation = reserve(["one", "other"], cache.root().parent / "ports")
        self.port, self.other_port = self._reservation.ports.values()
        self._process: subprocess.Popen[bytes] | None = None
        self.want()

    def want(self, *parts: Mapping[str, object]) -> None:
        """Say which optional parts should run now."""
        write_private(self._directory / "wanted.json", json.dumps([{**part, "optional": True} for part in parts]))

    def start(self, *parts: Mapping[str, object]) -> None:
        (self._directory / "parts.json").write_text(json.dumps(parts))
        command = [sys.executable, "-m", "tests.sandbox.supervised", str(self._directory)]
        self._process = subprocess.Popen(command, start_new_session=True)

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process
        return self._process

    def report(self) -> Report:
        return load(self._directory / "status.json", Report) or Report()

    def part(self, name: str) -> ProcessReport:
        return self.report().processes[name]

    def pid(self, name: str) -> int:
        pid = self.part(name).pid
        assert pid
        return pid

    def wait(self, condition: Callable[[Report], bool]) -> Report:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not condition(report := self.report()):
            assert time.monotonic() < deadline, report
            time.sleep(0.02)
        return report

    def wait_ready(self) -> Report:
        return self.wait(lambda report: report.state == State.READY)

    def kill(self) -> None:
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


@pytest.fixture
def supervised(tmp_path: Path) -> Generator[Supervised]:
    supervised = Supervised(tmp_path)
    yield supervised
    supervised.kill()


def server(name: str, port: int, **more: object) -> dict[str, object]:
    return {"name": name, "command": [sys.executable, *SERVE, str(port)], "port": port, **more}


def is_gone(pid: int) -> bool:
    try:
        psutil.Process(pid).wait(PATIENCE_SECONDS)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True


def test_a_part_starts_when_what_it_needs_is_ready(supervised: Supervised) -> None:
    supervised.start(server("one", supervised.port), server("other", supervised.other_port, after=["one"]))
    waiting = supervised.wait(lambda report: report.processes.get("one", ProcessReport()).state == State.STARTING)
    assert waiting.processes["other"].pid is None
    report = supervised.wait_ready()
    assert {process.state for process in report.processes.values()} == {State.READY}
    assert report.start_seconds


def test_a_crashed_part_is_restarted_and_the_report_says_why(supervised: Supervised) -> None:
    supervised.start(server("one", supervised.port))
    supervised.wait_ready()
    killed = supervised.pid("one")
    os.kill(killed, signal.SIGKILL)
    report = supervised.wait(lambda report: report.processes["one"].restarts == 1)
    report = supervised.wait(lambda report: report.processes["one"].state == State.READY)
    assert report.processes["one"].reason == "was killed by SIGKILL"
    assert report.processes["one"].pid != killed


def test_a_part_that_keeps_crashing_is_given_up(supervised: Supervised) -> None:
    supervised.start(server("one", supervised.port), server("other", supervised.other_port))
    supervised.wait_ready()
    for restart in range(supervisor.RESTARTS + 1):
        supervised.wait(
            lambda report, restart=restart: (
                report.processes["one"].state == State.READY and report.processes["one"].restarts == restart
            )
        )
        os.kill(supervised.pid("one"), signal.SIGKILL)
    report = supervised.wait(lambda report: report.processes["one"].state == State.FAILED)
    assert "given up after 5 restarts" in report.processes["one"].reason
    assert report.processes["other"].state == State.READY


def test_the_death_of_a_vital_part_ends_everything_and_leaves_the_reason(supervised: Supervised) -> None:
    supervised.start(server("aws", supervised.port, vital=True), server("other", supervised.other_port))
    supervised.wait_ready()
    other = supervised.pid("other")
    os.kill(supervised.pid("aws"), signal.SIGKILL)
    assert supervised.process.wait(PATIENCE_SECONDS) == 0
    assert (supervised.report().state, supervised.report().reason) == (State.ENDED, "aws was killed by SIGKILL")
    assert is_gone(other)


def test_no_part_outlives_a_supervisor_that_was_killed(supervised: Supervised) -> None:
    supervised.start(server("one", supervised.port), server("other", supervised.other_port))
    supervised.wait_ready()
    pids = [supervised.pid("one"), supervised.pid("other")]
    supervised.process.kill()
    supervised.process.wait()
    assert all(map(is_gone, pids))


def test_a_stop_leaves_no_process_and_no_port(supervised: Supervised) -> None:
    supervised.start(server("one", supervised.port))
    supervised.wait_ready()
    children = psutil.Process(supervised.process.pid).children(recursive=True)
    supervised.process.terminate()
    assert supervised.process.wait(PATIENCE_SECONDS) == 0
    assert supervised.report().state == State.ENDED
    assert all(is_gone(child.pid) for child in children)
    assert is_free(supervised.port)


def test_a_part_that_ignores_the_stop_is_killed(supervised: Supervised) -> None:
    deaf = "import signal, runpy, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    deaf += "runpy.run_module('http.server', run_name='__main__')"
    command = [sys.executable, "-c", deaf, *SERVE[2:], str(supervised.port)]
    supervised.start({"name": "deaf", "command": command, "port": supervised.port})
    supervised.wait_ready()
    pid = supervised.pid("deaf")
    supervised.process.terminate()
    assert supervised.process.wait(PATIENCE_SECONDS) == 0
    assert is_gone(pid)


def test_a_part_that_cannot_start_ends_the_start_with_its_name(supervised: Supervised) -> None:
    broken = {"name": "broken", "command": [sys.executable, "-c", "raise SystemExit(3)"], "port": supervised.port}
    supervised.start(server("one", supervised.other_port), broken)
    assert supervised.process.wait(PATIENCE_SECONDS) == 0
    assert (supervised.report().state, supervised.report().reason) == (State.ENDED, "broken exited with code 3")


def test_a_part_without_a_program_ends_the_start_too(supervised: Supervised) -> None:
    supervised.start({"name": "absent", "command": ["/no/such/program"], "port": supervised.port})
    assert supervised.process.wait(PATIENCE_SECONDS) == 0
    assert "/no/such/program" in supervised.report().reason


def test_a_killed_guard_is_replaced(supervised: Supervised) -> None:
    supervised.start(server("one", supervised.port))
    supervised.wait_ready()
    guard = next(c for c in psutil.Process(supervised.process.pid).children() if c.name() == "sh")
    guard.kill()
    supervised.wait(
        lambda _: any(
            child.name() == "sh" and child.pid != guard.pid
            for child in psutil.Process(supervised.process.pid).children()
        )
    )
    one = supervised.pid("one")
    supervised.process.kill()
    supervised.process.wait()
    assert is_gone(one)


def test_an_optional_part_comes_and_goes_as_it_is_wanted(supervised: Supervised) -> None:
    supervised.start(server("one", supervised.port))
    supervised.wait_ready()
    supervised.want(server("guest", supervised.other_port))
    supervised.wait(lambda report: "guest" in report.processes and report.processes["guest"].state == State.READY)
    guest = supervised.pid("guest")
    supervised.want()
    supervised.wait(lambda report: "guest" not in report.processes)
    assert is_gone(guest)
    assert supervised.report().state == State.READY


def test_an_optional_part_that_changes_is_started_anew(supervised: Supervised) -> None:
    supervised.start(server("one", supervised.port))
    guest = server("guest", supervised.other_port)
    supervised.want(guest)
    supervised.wait(lambda report: "guest" in report.processes and report.processes["guest"].state == State.READY)
    before = supervised.pid("guest")
    supervised.want(guest | {"command": [sys.executable, *SERVE, "--directory", "/", str(supervised.other_port)]})
    supervised.wait(lambda report: "guest" in report.processes and report.processes["guest"].pid not in {None, before})
    assert is_gone(before)


def test_an_optional_part_that_never_works_is_tried_again_and_the_sandbox_goes_on(supervised: Supervised) -> None:
    supervised.start(server("one", supervised.port))
    failing = [sys.executable, "-c", "raise SystemExit(3)"]
    supervised.want(server("guest", supervised.other_port) | {"command": failing})
    report = supervised.wait(
        lambda report: "guest" in report.processes and report.processes["guest"].restarts > supervisor.RESTARTS
    )
    assert report.processes["guest"].reason == "exited with code 3"
    assert report.processes["one"].state == State.READY
