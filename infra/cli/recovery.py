"""Brings a stack that a killed run left behind into a state from which the next run can go on."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import psutil

from infra.cli.console import progress, step
from infra.cli.pulumi import Pulumi


def recover(pulumi: Pulumi) -> None:
    """Remove the lock of a run that is gone, and adopt what it created without recording it."""
    if _stale_locks(pulumi):
        progress.print("An earlier run was killed; taking its lock off the stack.")
        pulumi.deploy("cancel", "--yes")
    state = cast("Mapping[str, Any]", pulumi.read("stack", "export"))
    pending = state["deployment"].get("pending_operations") or []
    if not pending:
        return
    # The AWS SDK takes a third of a second to import, and hardly any run needs it.
    from infra.orphans import find_orphans  # noqa: PLC0415

    with step(f"Looking for what the interrupted run left ({len(pending)} unfinished operations)") as current:
        orphans = find_orphans(state)
        current.result = f"{len(orphans)} to adopt,"
    for orphan in orphans:
        progress.print(f"  adopting {orphan.id} [dim]{orphan.urn.rsplit('::', 1)[-1]}[/]")
    adopt = [f"--import-pending-creates={part}" for orphan in orphans for part in (orphan.urn, orphan.id)]
    pulumi.deploy("refresh", "--yes", "--skip-preview", *adopt, "--clear-pending-creates")


def _stale_locks(pulumi: Pulumi) -> bool:
    """Whether every lock on the stack belongs to a process of this machine that no longer runs."""
    backend = os.environ["PULUMI_BACKEND_URL"].removeprefix("file://")
    locks = list((Path(backend) / ".pulumi" / "locks").glob(f"**/{pulumi.stack}/*.json"))
    return bool(locks) and not any(_runs(json.loads(lock.read_text() or "{}")) for lock in locks)


def _runs(lock: Mapping[str, object]) -> bool:
    pid = lock.get("pid")
    return isinstance(pid, int) and psutil.pid_exists(pid)
