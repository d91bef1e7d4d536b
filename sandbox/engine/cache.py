"""The per-user cache: finished results are published whole or not at all, one builder at a time."""

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from filelock import FileLock, Timeout

from sandbox.engine.errors import EngineError


def root() -> Path:
    """Return the folder of everything that the engine keeps between clones."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "mlplatform" / "engine"


def lock_of(name: str) -> FileLock:
    """Return the lock that whoever makes, uses or removes the folder `name` holds meanwhile."""
    return FileLock(root() / f"{name}.lock")


def publish(name: str, make: Callable[[Path], None], waiting: Callable[[], None]) -> Path:
    """Return the cached folder `name`; if it is missing, `make` fills a temporary one that takes its place at the end.

    `waiting` is called when another process is at it, before waiting for that one's result. The folder's time becomes
    the time of this use.
    """
    final = root() / name
    try:
        root().mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            lock = lock_of(name)
            try:
                stack.enter_context(lock.acquire(blocking=False))
            except Timeout:
                waiting()
                stack.enter_context(lock.acquire())
            if not final.is_dir():
                _make(final, make)
            os.utime(final)
    except OSError as error:
        raise EngineError(
            what=f"The cache cannot be written: {error}.",
            fix=f"Make room in or give yourself write access to {root()}, or set XDG_CACHE_HOME to another folder.",
        ) from error
    return final


def _make(final: Path, make: Callable[[Path], None]) -> None:
    for leftover in final.parent.glob(f".{final.name}.*"):  # of a builder that was killed: we hold its lock now
        shutil.rmtree(leftover, ignore_errors=True)
    building = Path(tempfile.mkdtemp(prefix=f".{final.name}.", dir=final.parent))
    try:
        make(building)
        building.chmod(0o755)
        building.rename(final)
    finally:
        shutil.rmtree(building, ignore_errors=True)
