"""Brings a stack that a killed run left behind into a state from which the next run can go on."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import psutil

from infra.cli.console import CommandError, progress, step
from infra.cli.pulumi import Pulumi

PATIENCE_SECONDS = 900


def recover(pulumi: Pulumi) -> None:
    """Wait for an engine that lost its command, take the locks of dead ones, and adopt what was created unrecorded.

    Raises:
        CommandError: another engine works on the stack for longer than a quarter of an hour.
    """
    locks = _locks(pulumi.stack)
    for process in filter(None, map(_holder, locks)):
        _outwait(process)
    _restore(pulumi.stack)
    if _locks(pulumi.stack):
        progress.print("An earlier run was killed; taking its lock off the stack.")
        pulumi.deploy("cancel", "--yes")
    state = cast("Mapping[str, Any]", pulumi.read("stack", "export"))
    if pending := cast("list[object]", state["deployment"].get("pending_operations") or []):
        _resolve(pulumi, state, len(pending))


def _resolve(pulumi: Pulumi, state: Mapping[str, Any], count: int) -> None:
    # The AWS SDK takes a third of a second to import, and hardly any run needs it.
    from infra.orphans import find_orphans  # noqa: PLC0415

    with step(f"Looking for what the interrupted run left ({count} unfinished operations)") as current:
        orphans = find_orphans(state)
        current.result = f"{len(orphans)} to adopt,"
    for orphan in orphans:
        progress.print(f"  adopting {orphan.id} [dim]{orphan.urn.rsplit('::', 1)[-1]}[/]")
    adopt = [f"--import-pending-creates={part}" for orphan in orphans for part in (orphan.urn, orphan.id)]
    pulumi.deploy("refresh", "--yes", "--skip-preview", *adopt, "--clear-pending-creates", "--suppress-outputs")


def _outwait(process: psutil.Process) -> None:
    with step(f"Waiting for the engine of an earlier run (process {process.pid})"):
        try:
            process.wait(PATIENCE_SECONDS)
        except psutil.TimeoutExpired:
            raise CommandError(
                f"process {process.pid} still works on the stack", fix=f"stop it: `kill -INT {process.pid}`"
            ) from None


def _restore(stack: str) -> None:
    """Take the state before the last one where the machine died before that was on disk; it knows what was begun."""
    for state in _backend().glob(f"stacks/*/{stack}.json"):
        backup = state.with_name(f"{state.name}.bak")
        if not _is_json(state) and _is_json(backup):
            progress.print("The stack's state was not written in full; going on from the one before.")
            shutil.copyfile(backup, state)


def _is_json(file: Path) -> bool:
    try:
        json.loads(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return False
    return True


def _backend() -> Path:
    return Path(urlsplit(os.environ["PULUMI_BACKEND_URL"]).path) / ".pulumi"


def _locks(stack: str) -> list[Path]:
    return sorted((_backend() / "locks").glob(f"**/{stack}/*.json"))


def _holder(lock: Path) -> psutil.Process | None:
    """Return the engine that holds a lock, if it still runs."""
    try:
        process = psutil.Process(int(json.loads(lock.read_text())["pid"]))
        # A process id may be somebody else's by now.
        return process if process.name().startswith("pulumi") else None
    except (psutil.NoSuchProcess, FileNotFoundError, ValueError, KeyError):
        return None
