"""The sandbox's list of Helm releases: which charts were rendered and which were only written down."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, cast

from filelock import FileLock

from sandbox.private_files import write_private

RENDERED: Final = "rendered"
RECORDED_ONLY: Final = "recorded only"


@dataclass(frozen=True)
class Entry:
    """One release."""

    release: str
    namespace: str
    chart: str
    version: str
    state: str
    why: str = ""
    """What is missing and for what reason."""


class ChartRecord:
    """`charts.json` of a sandbox."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def entries(self) -> list[Entry]:
        """All releases, by namespace and name."""
        try:
            stored = cast("list[dict[str, str]]", json.loads(self._file.read_text()))
        except FileNotFoundError:
            return []
        return [Entry(**entry) for entry in stored]

    def find(self, namespace: str, release: str) -> Entry | None:
        """One release."""
        return next((e for e in self.entries() if (e.namespace, e.release) == (namespace, release)), None)

    def put(self, entry: Entry) -> None:
        """Write a release down, in place of what was known of it."""
        self._change(lambda entries: [*_others(entries, entry.namespace, entry.release), entry])

    def remove(self, namespace: str, release: str) -> None:
        """Strike a release out."""
        self._change(lambda entries: _others(entries, namespace, release))

    def _change(self, edit: Callable[[list[Entry]], list[Entry]]) -> None:
        # Several provider processes write.
        with FileLock(self._file.with_suffix(".lock")):
            entries = sorted(edit(self.entries()), key=lambda entry: (entry.namespace, entry.release))
            write_private(self._file, json.dumps([asdict(entry) for entry in entries], indent=2))


def _others(entries: list[Entry], namespace: str, release: str) -> list[Entry]:
    return [entry for entry in entries if (entry.namespace, entry.release) != (namespace, release)]
