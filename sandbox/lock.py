"""One command at a time starts, stops or resets the sandbox of a clone."""

import os
import shlex
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from sandbox.errors import SandboxError
from sandbox.layout import Layout
from sandbox.private_files import make_private_directory, write_private

WAIT_SECONDS = 180.0


@contextmanager
def exclusive(layout: Layout, progress: Callable[[str], None], wait_seconds: float = WAIT_SECONDS) -> Generator[None]:
    """Hold the clone's lock; it is the operating system's and vanishes with a killed holder.

    Raises:
        SandboxError: another command holds the lock for too long.
    """
    make_private_directory(layout.state)
    holder = layout.lock.with_suffix(".holder")
    lock = FileLock(layout.lock, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        other = holder.read_text() if holder.exists() else "another command"
        progress(f"Waiting for {other}, which is starting or stopping the sandbox of this clone.")
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout:
            raise SandboxError(
                what=f"{other} has been starting or stopping the sandbox for more than {wait_seconds:.0f} s.",
                fix="Wait for it, or end that process and run the command again.",
            ) from None
    try:
        write_private(holder, f"`{shlex.join(map(os.path.basename, sys.argv[:1]))}` (process {os.getpid()})")
        yield
    finally:
        lock.release()
