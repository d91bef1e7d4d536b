"""What the sandbox of a clone is doing, for people and for `--json`."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import psutil

from sandbox.layout import Layout
from sandbox.report import Record, Report, State, load

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class ProcessStatus:
    """One process of the sandbox."""

    name: str
    state: str
    pid: int | None
    restarts: int
    since: str
    memory_mib: int
    reason: str


@dataclass(frozen=True)
class Status:
    """The sandbox as a whole; `dataclasses.asdict` gives plain JSON."""

    state: str
    """`stopped`, `starting`, `ready`, `stopping`, `failed` (a process was given up) or `ended` (it died)."""
    reason: str = ""
    """Why it ended or failed."""
    id: str = ""
    started: str = ""
    start_seconds: float | None = None
    supervisor_pid: int | None = None
    kubernetes_endpoint: str = ""
    aws_endpoint: str = ""
    memory_mib: int = 0
    processes: list[ProcessStatus] = field(default_factory=list[ProcessStatus])
    charts: object = None
    """Helm charts, rendered or recorded only."""

    @property
    def is_ready(self) -> bool:
        """Whether every part works."""
        return self.state == State.READY


def status(root: Path) -> Status:
    """Look at the sandbox of the clone at `root`."""
    layout = Layout(root.resolve())
    record, report, supervisor = load(layout.record, Record), load(layout.report, Report), find_supervisor(layout)
    if supervisor is None:
        reason = how_it_ended(record, report)
        return Status("ended", reason) if reason else Status("stopped")
    if record is None or report is None:
        return Status("starting", supervisor_pid=supervisor.pid)
    processes = [
        ProcessStatus(name, one.state, one.pid, one.restarts, one.since, _memory(one.pid), one.reason)
        for name, one in report.processes.items()
    ]
    failed = [one for one in processes if one.state == State.FAILED]
    return Status(
        state=State.FAILED if failed else report.state,
        reason="; ".join(f"{one.name} {one.reason}" for one in failed) or report.reason,
        id=record.id,
        started=record.started,
        start_seconds=report.start_seconds,
        supervisor_pid=supervisor.pid,
        kubernetes_endpoint=f"https://127.0.0.1:{record.ports['kubernetes']}",
        aws_endpoint=f"http://127.0.0.1:{record.ports['aws']}",
        memory_mib=_memory(supervisor.pid) + sum(one.memory_mib for one in processes),
        processes=processes,
        charts=_charts(layout),
    )


def find_supervisor(layout: Layout) -> psutil.Process | None:
    """Return the clone's supervisor, found by its command line: a recorded process id may be somebody else's by now."""
    for process in psutil.process_iter(["cmdline", "status"]):
        command = cast("list[str] | None", process.info["cmdline"]) or []
        if command[-2:] == ["sandbox.daemon", str(layout.root)] and process.info["status"] != psutil.STATUS_ZOMBIE:
            return process
    return None


def find_leftovers(layout: Layout) -> list[psutil.Process]:
    """Return parts of this clone's sandbox that run without a supervisor."""
    programs, account = f"{layout.kubernetes / 'bin'}{os.sep}", ["-m", "sandbox.aws.server"]
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if (command := cast("list[str] | None", process.info["cmdline"]))
        and (command[0].startswith(programs) or (command[1:3] == account and str(layout.aws) in command))
    ]


def how_it_ended(record: Record | None, report: Report | None) -> str:
    """Say why a sandbox that left a record no longer runs; empty if there was none."""
    if report is not None and report.state == State.ENDED:
        return report.reason
    if record is not None:
        return f"its supervisor (process {record.supervisor_pid}) was killed, or the machine restarted"
    return ""


def _memory(pid: int | None) -> int:
    try:
        return round(psutil.Process(pid).memory_info().rss / MEBIBYTE) if pid else 0
    except psutil.NoSuchProcess:
        return 0


def _charts(layout: Layout) -> object:
    try:
        return json.loads(layout.charts.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
