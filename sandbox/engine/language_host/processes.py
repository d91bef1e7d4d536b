"""The processes of the language host: they end with it."""

import signal
import subprocess
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO


class Processes:
    """Starts processes and ends those that still run."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()

    @contextmanager
    def start(
        self, command: Sequence[str], folder: str, environment: Mapping[str, str], output: int | IO[bytes] | None = None
    ) -> Generator["subprocess.Popen[bytes]"]:
        """Run a process for as long as the block needs it; without `output`, it writes to our own streams."""
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        self._running.add(process)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            self._running.discard(process)

    def interrupt(self) -> None:
        """Ask every process to end."""
        for process in list(self._running):
            process.send_signal(signal.SIGINT)
