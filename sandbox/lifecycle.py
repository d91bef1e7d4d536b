"""Starts, stops and resets the sandbox of a clone.

The emulated account is memory, so account, cluster and Pulumi backend live and die together: a stack never points to a
cloud that vanished.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import psutil

from sandbox import disk, environment
from sandbox.engine import progress as building
from sandbox.engine import tools
from sandbox.errors import SandboxError
from sandbox.installation import CODE, TOOLS, install
from sandbox.layout import Layout
from sandbox.lock import exclusive
from sandbox.private_files import make_private_directory
from sandbox.report import Record, Report, State, load
from sandbox.start_failure import explain
from sandbox.status import Status, find_leftovers, find_supervisor, how_it_ended, status

START_LIMIT_SECONDS = 180.0
STOP_LIMIT_SECONDS = 40.0
POLL_SECONDS = 0.05

Progress = Callable[[str], None]


def silent(_sentence: str) -> None:
    """Say nothing."""


def start(root: Path, progress: Progress = silent, build_progress: building.Progress = building.silent) -> Status:
    """Make sure that the sandbox runs; build its tools first if need be.

    Raises:
        SandboxError: it cannot run; nothing half-made is left.
    """
    layout = Layout(root.resolve())
    if (running := status(layout.root)).is_ready and layout.environment.exists():
        return running
    built = tools.ensure(TOOLS, build_progress)
    with disk.readable_errors(layout), exclusive(layout, progress):
        current = status(layout.root)
        if current.state == State.FAILED:
            raise SandboxError(
                what=f"The sandbox runs, but not wholly: {current.reason}.",
                fix=f"See the log in {layout.logs}; `mlplatform sandbox reset` makes a new sandbox.",
            )
        if current.state == State.STOPPING:
            _stop(layout)
        # A sandbox that runs already is not given up for an environment file that cannot be written.
        with nullcontext() if current.is_ready else _all_or_nothing(layout):
            if find_supervisor(layout) is None:
                _start_anew(layout, built, progress)
            _await_ready(layout, progress)
            environment.write(layout.root)
    return status(layout.root)


def stop(root: Path, progress: Progress = silent) -> None:
    """Stop the sandbox; its account, cluster and stacks are gone then. The logs stay."""
    layout = Layout(root.resolve())
    with disk.readable_errors(layout), exclusive(layout, progress):
        _stop(layout)
        _wipe(layout, keep=layout.logs)


def reset(root: Path, progress: Progress = silent) -> None:
    """Stop the sandbox and forget everything, the logs too."""
    layout = Layout(root.resolve())
    with disk.readable_errors(layout), exclusive(layout, progress):
        _stop(layout)
        _wipe(layout)


def is_running(root: Path) -> bool:
    """Whether the sandbox is there to be talked to."""
    return status(root).is_ready


def _start_anew(layout: Layout, built: dict[str, Path], progress: Progress) -> None:
    if reason := how_it_ended(load(layout.record, Record), load(layout.report, Report)):
        progress(f"The last sandbox is gone: {reason}. Its account, cluster and stacks went with it; this one is new.")
    _stop(layout)
    _wipe(layout, keep=layout.logs)
    disk.require_space(layout)
    install(layout, built)
    log = make_private_directory(layout.logs) / "supervisor.log"
    with log.open("ab") as output:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "sandbox.daemon", str(layout.root)],
            cwd=layout.state,
            env={**environment.clean(), "PYTHONPATH": str(CODE)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # A session of its own: it outlives the shell, and Ctrl-C in the terminal does not reach it.
            start_new_session=True,
        )
    # For a moment a new process shows no command line, by which everybody finds the supervisor.
    while find_supervisor(layout) is None and supervisor.poll() is None:
        time.sleep(POLL_SECONDS)


def _await_ready(layout: Layout, progress: Progress) -> None:
    deadline = time.monotonic() + START_LIMIT_SECONDS
    said: set[str] = set()
    while time.monotonic() < deadline:
        alive = find_supervisor(layout) is not None
        report = load(layout.report, Report)
        if report is None and alive:
            time.sleep(POLL_SECONDS)
            continue
        if report is None or not alive or report.state in {State.STOPPING, State.ENDED}:
            raise explain(layout, report)
        for name, process in report.processes.items():
            if process.state == State.READY and name not in said:
                said.add(name)
                progress(f"{name} is ready.")
        if report.state == State.READY:
            return
        time.sleep(POLL_SECONDS)
    raise SandboxError(
        what=f"The sandbox was not ready after {START_LIMIT_SECONDS:.0f} s.",
        fix=f"See the logs in {layout.logs}, then run the command again; nothing half-made is left.",
    )


@contextmanager
def _all_or_nothing(layout: Layout) -> Generator[None]:
    try:
        yield
    except BaseException:
        # Ctrl-C too: what does not run is not left lying around.
        _stop(layout)
        _wipe(layout, keep=layout.logs)
        raise


def _stop(layout: Layout) -> None:
    if supervisor := find_supervisor(layout):
        with suppress(psutil.NoSuchProcess):
            group = os.getpgid(supervisor.pid)
            supervisor.terminate()
            if not _ended([supervisor]):
                os.killpg(group, signal.SIGKILL)
                _ended([supervisor])
    leftovers = find_leftovers(layout)
    for process in leftovers:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    _ended(leftovers)


def _ended(processes: list[psutil.Process]) -> bool:
    # Not Process.wait(): it waits until their parent, PID 1, has taken notice too, which may take it seconds.
    deadline = time.monotonic() + STOP_LIMIT_SECONDS
    while any(map(_runs, processes)):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _wipe(layout: Layout, keep: Path | None = None) -> None:
    for path in layout.state.iterdir():
        if path == keep or path.stem == layout.lock.name:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
