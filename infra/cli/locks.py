"""One command at a time for each clone: the second waits, and says for whom."""

import hashlib
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from infra.cli.console import CommandError, progress
from sandbox.engine import cache

WAIT_SECONDS = 1800


@contextmanager
def one_at_a_time(root: Path, command: str) -> Generator[None]:
    """Hold the clone's lock; the operating system frees it when a command is killed.

    Raises:
        CommandError: the other command still runs after half an hour.
    """
    folder = cache.root() / "clones"
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(str(root).encode()).hexdigest()[:16]
    holder = folder / f"{name}.holder"
    lock = FileLock(folder / f"{name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        other = holder.read_text() if holder.exists() else "another command"
        progress.print(f"Waiting for {other} in this clone to end …", markup=False)
        try:
            lock.acquire(timeout=WAIT_SECONDS)
        except Timeout:
            raise CommandError(f"{other} still runs", fix="stop it (Ctrl-C in its terminal) and try again") from None
    try:
        holder.write_text(f"`mlplatform {command}` (process {os.getpid()})")
        yield
    finally:
        lock.release()
