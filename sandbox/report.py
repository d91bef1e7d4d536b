"""What is written down about a running sandbox: its record, and its supervisor's report."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from sandbox.private_files import write_private

T = TypeVar("T")


class State(StrEnum):
    """State of a process, or of the sandbox as a whole."""

    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    RESTARTING = "restarting"
    FAILED = "failed"
    STOPPING = "stopping"
    ENDED = "ended"


def now() -> str:
    """Return the time of day in the form that records use."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass
class ProcessReport:
    """One process of the sandbox."""

    state: State = State.WAITING
    pid: int | None = None
    restarts: int = 0
    since: str = field(default_factory=now)
    reason: str = ""
    """Why it was restarted or given up."""


@dataclass
class Report:
    """The sandbox as its supervisor sees it."""

    state: State = State.STARTING
    reason: str = ""
    """Why the sandbox ended."""
    fix: str = ""
    """What the user can do about it."""
    start_seconds: float | None = None
    at: str = field(default_factory=now)
    processes: dict[str, ProcessReport] = field(default_factory=dict[str, ProcessReport])


@dataclass(frozen=True)
class Record:
    """Identity of one life of the sandbox."""

    id: str
    started: str
    supervisor_pid: int
    ports: dict[str, int]


def save(path: Path, value: Report | Record) -> None:
    """Write the value as JSON."""
    write_private(path, TypeAdapter(type(value)).dump_json(value, indent=2))


def load(path: Path, kind: type[T]) -> T | None:
    """Read the value back; None if there is none, or none that can be understood."""
    try:
        return TypeAdapter(kind).validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
