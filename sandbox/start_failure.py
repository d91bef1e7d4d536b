"""Why a start failed, in words and with the lines of the log that tell."""

import re
from pathlib import Path

from sandbox import disk
from sandbox.errors import SandboxError
from sandbox.layout import Layout
from sandbox.report import Report

READ_LINES = 200
SHOWN_LINES = 5
# Not the frames of a stack.
TELLING = re.compile(r"error|fatal|panic|fail|no module|denied|in use", re.IGNORECASE)


def explain(layout: Layout, report: Report | None) -> SandboxError:
    """Return the error of a sandbox whose supervisor ended before everything was ready."""
    reason = (report.reason if report else "") or "its supervisor ended without a word"
    log = layout.logs / f"{reason.split()[0]}.log"
    if not log.exists():
        log = layout.logs / "supervisor.log"
    lines = _last_lines(log)
    if any("no space left on device" in line.lower() for line in [reason, *lines]):
        return disk.full(layout)
    shown = ([line for line in lines if TELLING.search(line)] or lines)[-SHOWN_LINES:]
    fix = (report.fix if report else "") or f"See {log}, then run the command again; nothing half-made is left."
    return SandboxError(what="\n  ".join([f"The sandbox could not start: {reason}.", *shown]), fix=fix)


def _last_lines(log: Path) -> list[str]:
    try:
        return log.read_text(errors="replace").splitlines()[-READ_LINES:]
    except FileNotFoundError:
        return []
