"""What the command line prints: steps, errors and machine-readable results."""

import json
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console
from rich.status import Status

# Progress goes to stderr, so that stdout holds nothing but results.
progress = Console(stderr=True, highlight=False, soft_wrap=True)
# Without a terminal there is no width to keep to.
output = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 200)
QUIET_SECONDS = 10.0


class CommandError(Exception):
    """A command cannot go on: `what` happened, `fix` says how to go on, `code` is the exit code."""

    def __init__(self, what: str, *, fix: str = "", code: int = 1) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix
        self.code = code


def print_error(what: str, fix: str = "") -> None:
    """Print a mistake and its way out."""
    progress.print("[bold red]error:[/]", end=" ")
    progress.print(what, markup=False)
    if fix:
        progress.print("  [bold]fix:[/]", end=" ")
        progress.print(fix, markup=False)


def print_json(value: object) -> None:
    """Print a result for a machine."""
    output.print(json.dumps(value, indent=2, sort_keys=True, default=str), markup=False)


class Step:
    """One line of progress: a spinner with its latest detail, then a tick and the time it took."""

    def __init__(self, title: str, status: Status) -> None:
        self.title = title
        self.result = ""
        """Shown beside the time when the step is done."""
        self._status = status
        self._said = time.monotonic()

    def detail(self, text: str) -> None:
        """Show what the step is doing now; where there is no terminal, a line every ten seconds."""
        if progress.is_terminal:
            self._status.update(f"{self.title} [dim]{text}[/]")
        elif time.monotonic() - self._said > QUIET_SECONDS:
            self._said = time.monotonic()
            progress.print(f"  {self.title}: {text}", markup=False)

    def say(self, text: str) -> None:
        """Print a line that stays."""
        progress.print(f"  {text}", markup=False)


@contextmanager
def step(title: str) -> Generator[Step]:
    """Time one step and say how it ended."""
    started = time.monotonic()
    with progress.status(title) as status:
        current = Step(title, status)
        yield current
    seconds = time.monotonic() - started
    progress.print(f"[green]✓[/] {title} [dim]{current.result} {seconds:.1f} s[/]")
