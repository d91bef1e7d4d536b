"""What a build tells while it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """What a build is busy with."""

    WAITING = "waiting"
    INSTALLING_GO = "installing go"
    DOWNLOADING = "downloading"
    COMPILING = "compiling"
    READY = "ready"


@dataclass(frozen=True)
class Step:
    """One report; `total` is 0 while it is unknown."""

    tool_set: str
    phase: Phase
    done: int = 0
    total: int = 0
    detail: str = ""


Progress = Callable[[Step], None]


def silent(_step: Step) -> None:
    """Report nothing."""
