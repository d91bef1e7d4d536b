"""Runs Go: its output goes to a log and to a reader line by line; a failure is explained in words."""

import os
import re
import shlex
import signal
import subprocess
import textwrap
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from sandbox.engine.errors import EngineError
from sandbox.engine.toolchain import Go

# What Go says, what it means, what helps. The first match wins.
EXPLANATIONS = (
    (r"no space left on device", "the disk is full.", "Make room on the disk."),
    (r"disk quota exceeded", "your disk quota is used up.", "Make room in your home folder."),
    (
        r"checksum mismatch|SECURITY ERROR|missing go\.sum entry",
        "a Go module is not the one that go.sum pins.",
        "Check GOPROXY: the registry serves something else than the committed checksums allow.",
    ),
    (
        (
            r"dial tcp|no such host|i/o timeout|TLS handshake|connection re(?:fused|set)|proxyconnect|unexpected EOF"
            r"|network is unreachable|Bad Gateway|Service Unavailable|Gateway Timeout|Too Many Requests"
            r"|module lookup disabled"
        ),
        "the Go module registry is out of reach.",
        "Check the network and GOPROXY (`go env GOPROXY`).",
    ),
    (
        r"signal: killed|cannot allocate memory",
        "the compiler was killed: not enough memory.",
        "Free about 3 GiB of it.",
    ),
    (r"permission denied", "Go may not write its caches.", "Check who owns the folders GOCACHE and GOMODCACHE."),
)
RESUME = "Then run this again: what is downloaded and compiled is kept, so it goes on where it stopped."


def run_go(
    go: Go,
    arguments: list[str],
    *,
    folder: Path,
    log: Path,
    what: str,
    scratch: Path | None = None,
    on_line: Callable[[str], None] = lambda _: None,
) -> str:
    """Run Go and return its standard output.

    Raises:
        EngineError: Go failed; `what` begins the explanation.
    """
    environment = go.environment() | ({"GOTMPDIR": str(scratch)} if scratch else {})
    log.parent.mkdir(parents=True, exist_ok=True)
    tail: deque[str] = deque(maxlen=12)
    with log.open("a") as full, TemporaryFile("w+") as output:
        full.write(f"$ go {shlex.join(arguments)}\n")
        # In a session of its own, so that Ctrl-C reaches only us and we end Go with everything that it started.
        process = subprocess.Popen(
            [str(go.executable), *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        try:
            for line in process.stderr or ():
                full.write(line)
                tail.append(line.rstrip())
                on_line(line.rstrip())
            code = process.wait()
        except BaseException:
            _end(process)
            raise
        output.seek(0)
        answer = output.read()
    if code:
        raise _explained(what, "\n".join(tail) or answer[-1000:], log)
    return answer


def _end(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _explained(what: str, tail: str, log: Path) -> EngineError:
    reason, help_ = "Go failed.", "The last lines tell why."
    for pattern, meaning, remedy in EXPLANATIONS:
        if re.search(pattern, tail, flags=re.IGNORECASE):
            reason, help_ = meaning, remedy
            break
    lines = textwrap.indent(tail, "  ")
    return EngineError(what=f"{what} stopped: {reason}\n{lines}\nFull log: {log}", fix=f"{help_} {RESUME}")
