"""What start and stop decide before any process runs."""

import shutil
import threading
from pathlib import Path
from typing import NamedTuple

import pytest

from sandbox import disk, lifecycle
from sandbox.engine import tools
from sandbox.errors import SandboxError
from sandbox.layout import Layout
from sandbox.lock import exclusive
from sandbox.report import ProcessReport, Record, Report, State, save
from sandbox.start_failure import explain
from sandbox.status import status

NOBODY = 2**22 + 1


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = Layout(tmp_path)
    layout.logs.mkdir(parents=True)
    return layout


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    def ensure(*_arguments: object) -> dict[str, Path]:
        return {}

    monkeypatch.setattr(tools, "ensure", ensure)


def died(layout: Layout, report: Report | None = None) -> None:
    save(layout.record, Record("1", "now", NOBODY, {}))
    if report:
        save(layout.report, report)


def test_a_clone_that_never_had_a_sandbox_has_none(tmp_path: Path) -> None:
    assert status(tmp_path).state == "stopped"
    assert not (tmp_path / ".sandbox").exists()


def test_a_sandbox_whose_supervisor_is_gone_has_ended(layout: Layout) -> None:
    died(layout, Report(State.READY, processes={"aws": ProcessReport(State.READY, NOBODY)}))
    assert status(layout.root).state == "ended"
    assert f"process {NOBODY}" in status(layout.root).reason


def test_the_supervisors_last_word_is_the_reason(layout: Layout) -> None:
    died(layout, Report(State.ENDED, "aws was killed by SIGKILL"))
    assert status(layout.root).reason == "aws was killed by SIGKILL"


def test_a_record_that_cannot_be_read_is_no_traceback(layout: Layout) -> None:
    layout.record.write_text("{ half")
    layout.report.write_text("")
    assert status(layout.root).state == "stopped"


def test_a_supervisor_id_that_belongs_to_somebody_else_by_now_is_not_ours(layout: Layout) -> None:
    save(layout.record, Record("1", "now", 1, {}))
    assert status(layout.root).state == "ended"
    lifecycle.stop(layout.root)
    assert status(layout.root).state == "stopped"


def test_a_stop_forgets_everything_but_the_logs(layout: Layout) -> None:
    died(layout)
    (layout.logs / "aws.log").write_text("why")
    (layout.pulumi_backend / "stacks").mkdir(parents=True)
    lifecycle.stop(layout.root)
    assert (layout.logs / "aws.log").read_text() == "why"
    assert {path.name for path in layout.state.iterdir()} == {"logs", "lock", "lock.holder"}


def test_a_reset_forgets_the_logs_too(layout: Layout) -> None:
    lifecycle.reset(layout.root)
    assert not layout.logs.exists()


@pytest.mark.usefixtures("built")
def test_a_full_disk_is_named_before_anything_starts(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    def almost_full(_path: Path) -> Usage:
        return Usage(10, 9, 1)

    monkeypatch.setattr(shutil, "disk_usage", almost_full)
    with pytest.raises(SandboxError, match="is full") as caught:
        lifecycle.start(layout.root)
    assert str(disk.NEEDED_MEGABYTES) in caught.value.fix
    assert status(layout.root).state == "stopped"


@pytest.mark.usefixtures("built")
def test_a_directory_that_may_not_be_written_is_named(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied", str(layout.pulumi_home))

    monkeypatch.setattr(lifecycle, "install", refuse)
    with pytest.raises(SandboxError, match=r"may not write .*home"):
        lifecycle.start(layout.root)


@pytest.mark.usefixtures("built")
def test_an_interrupted_start_leaves_nothing_half_made(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(layout: Layout, _built: object) -> None:
        layout.aws.mkdir()
        raise KeyboardInterrupt

    monkeypatch.setattr(lifecycle, "install", interrupted)
    with pytest.raises(KeyboardInterrupt):
        lifecycle.start(layout.root)
    assert {path.name for path in layout.state.iterdir()} == {"logs", "lock", "lock.holder"}


@pytest.mark.usefixtures("built")
def test_a_start_after_a_death_says_what_is_gone(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    died(layout, Report(State.ENDED, "aws exited with code 1"))
    (layout.pulumi_backend / "stacks").mkdir(parents=True)

    def install(layout: Layout, _built: object) -> None:
        assert not layout.pulumi_backend.exists()
        raise KeyboardInterrupt

    monkeypatch.setattr(lifecycle, "install", install)
    said: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        lifecycle.start(layout.root, said.append)
    assert len(said) == 1
    assert said[0].startswith("The last sandbox is gone: aws exited with code 1. Its account, cluster and stacks went")


def test_a_second_command_waits_and_says_for_whom(layout: Layout) -> None:
    said: list[str] = []
    waiting, entered = threading.Event(), threading.Event()

    def second() -> None:
        def say(sentence: str) -> None:
            said.append(sentence)
            waiting.set()

        with exclusive(layout, say):
            entered.set()

    with exclusive(layout, lifecycle.silent):
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(10)
        assert not entered.is_set()
    thread.join(10)
    assert entered.is_set()
    assert "process" in said[0]


def test_a_command_that_waits_too_long_names_the_holder_and_a_way_out(layout: Layout) -> None:
    with (
        exclusive(layout, lifecycle.silent),
        pytest.raises(SandboxError, match=r"process \d+.*\n.*end that process"),
        exclusive(layout, lifecycle.silent, wait_seconds=0.1),
    ):
        pass


def test_a_failed_start_shows_the_line_that_tells_not_the_stack(layout: Layout) -> None:
    frames = [f"main.frame{number}()" for number in range(30)]
    (layout.logs / "etcd.log").write_text("\n".join(["starting", "panic: address already in use", *frames]))
    error = explain(layout, Report(State.ENDED, "etcd exited with code 2"))
    assert "etcd exited with code 2" in error.what
    assert "address already in use" in error.what
    assert "frame" not in error.what
    assert str(layout.logs / "etcd.log") in error.fix


def test_a_part_that_found_the_disk_full_is_said_as_such(layout: Layout) -> None:
    (layout.logs / "etcd.log").write_text("panic: write wal: no space left on device\nmain.main()")
    assert "is full" in explain(layout, Report(State.ENDED, "etcd exited with code 2")).what


def test_the_supervisors_own_way_out_comes_first(layout: Layout) -> None:
    report = Report(State.ENDED, "No 7 free ports", "Stop other sandboxes.")
    assert explain(layout, report).fix == "Stop other sandboxes."


def test_a_supervisor_without_a_word_is_no_traceback(layout: Layout) -> None:
    assert "without a word" in explain(layout, None).what
