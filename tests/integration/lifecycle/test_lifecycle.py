"""Start, stop and bad weather of a sandbox."""

import os
import signal
import time

import psutil
import pytest

from sandbox import lifecycle
from sandbox.ports import is_free
from sandbox.report import Record, load
from tests.integration.lifecycle.clone import PATIENCE_SECONDS, Clone, all_gone

pytestmark = pytest.mark.integration


def ports(clone: Clone) -> set[int]:
    record = load(clone.layout.record, Record)
    assert record
    return set(record.ports.values())


def test_two_clones_run_side_by_side_and_a_second_start_changes_nothing(running: Clone, clone: Clone) -> None:
    other = clone.start()
    assert other.is_ready
    assert not ports(running) & ports(clone)
    clone.kubectl("create", "namespace", "only-there")
    assert "only-there" not in running.kubectl("get", "namespaces", "-o=name")

    began = time.monotonic()
    assert clone.start().id == other.id
    assert time.monotonic() - began < 1
    assert clone.said == []


def test_a_stop_leaves_no_process_no_port_and_no_stack(clone: Clone) -> None:
    clone.start()
    processes, taken = clone.processes(), ports(clone)
    lifecycle.stop(clone.root)
    assert all_gone(processes)
    assert all(map(is_free, taken))
    assert {path.name for path in clone.layout.state.iterdir()} <= {"logs", "lock", "lock.holder"}
    assert clone.status.state == "stopped"


def test_when_the_account_dies_everything_ends_and_the_next_start_says_so(clone: Clone) -> None:
    first = clone.start()
    (clone.layout.pulumi_backend / "a stack").touch()
    processes = clone.processes()
    account = clone.process("aws").pid
    assert account
    os.kill(account, signal.SIGKILL)
    assert all_gone(processes)
    assert (clone.status.state, clone.status.reason) == ("ended", "aws was killed by SIGKILL")

    assert clone.start().id != first.id
    assert clone.said[0].startswith("The last sandbox is gone: aws was killed by SIGKILL.")
    assert not (clone.layout.pulumi_backend / "a stack").exists()


def test_a_killed_supervisor_takes_everything_with_it_and_the_next_start_says_so(clone: Clone) -> None:
    first = clone.start()
    (clone.layout.pulumi_backend / "a stack").touch()
    processes = clone.processes()
    processes[0].kill()
    assert all_gone(processes)
    assert clone.status.state == "ended"

    assert clone.start().id != first.id
    assert f"its supervisor (process {first.supervisor_pid}) was killed" in clone.said[0]
    assert not (clone.layout.pulumi_backend / "a stack").exists()


def test_what_a_killed_run_left_running_is_stopped_by_the_next_start(clone: Clone) -> None:
    clone.start()
    supervisor, *children = clone.processes()
    guard = next(child for child in children if child.name() == "sh")
    parts = [child for child in children if child != guard]
    # Nobody is left to end the parts.
    guard.suspend()
    supervisor.kill()
    supervisor.wait(PATIENCE_SECONDS)
    try:
        assert all(part.is_running() for part in parts)
        assert clone.start().is_ready
        assert all_gone(parts)
    finally:
        guard.kill()


def test_of_two_starts_at_once_one_starts_and_the_other_waits(clone: Clone) -> None:
    starts = [clone.start_in_background(), clone.start_in_background()]
    said = [start.communicate(timeout=PATIENCE_SECONDS)[0] for start in starts]
    assert [start.returncode for start in starts] == [0, 0], said
    assert any("Waiting for" in words for words in said)
    assert len(find_daemons(clone)) == 1


@pytest.mark.parametrize("seconds", [0.8, 1.5, 3.0])
def test_ctrl_c_in_the_middle_of_a_start_leaves_nothing_behind(clone: Clone, seconds: float) -> None:
    start = clone.start_in_background()
    time.sleep(seconds)
    start.send_signal(signal.SIGINT)
    start.wait(PATIENCE_SECONDS)
    assert start.returncode != 0
    assert find_daemons(clone) == []
    assert clone.status.state == "stopped"
    assert clone.start().is_ready


def test_a_start_that_was_killed_is_taken_up_by_the_next_one(clone: Clone) -> None:
    start = clone.start_in_background()
    clone.wait(lambda status: status.supervisor_pid is not None)
    start.kill()
    start.wait(PATIENCE_SECONDS)
    supervisor = find_daemons(clone)
    assert clone.start().is_ready
    assert find_daemons(clone) == supervisor


def find_daemons(clone: Clone) -> list[int]:
    return [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if (process.info["cmdline"] or [])[-2:] == ["sandbox.daemon", str(clone.root)]
    ]
