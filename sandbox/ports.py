"""Ports on loopback that no other clone gets."""

import contextlib
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from sandbox.errors import SandboxError
from sandbox.private_files import make_private_directory

# Below the range from which Linux and macOS hand out ports of outgoing connections.
FIRST_PORT = 21000
BLOCK_SIZE = 20
BLOCKS = 100


@dataclass(frozen=True)
class Reservation:
    """Ports by name; ours as long as this object holds its lock."""

    ports: Mapping[str, int]
    lock: FileLock


def reserve(names: Sequence[str], locks: Path) -> Reservation:
    """Reserve a free port for each name, in the first block of ports that nobody holds or listens in.

    The lock of a block is the operating system's: it vanishes with its holder, however that one ends.
    """
    make_private_directory(locks)
    for start in range(FIRST_PORT, FIRST_PORT + BLOCKS * BLOCK_SIZE, BLOCK_SIZE):
        ports = {name: start + offset for offset, name in enumerate(names)}
        lock = FileLock(locks / f"{start}.lock", blocking=False)
        with contextlib.suppress(Timeout):
            lock.acquire()
            if all(map(is_free, ports.values())):
                return Reservation(ports, lock)
            lock.release()
    last = FIRST_PORT + BLOCKS * BLOCK_SIZE - 1
    raise SandboxError(
        what=f"No {len(names)} free ports in a row between {FIRST_PORT} and {last} on 127.0.0.1.",
        fix="Stop other sandboxes (`make down` in their clones) or the programs that listen there.",
    )


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # Servers in Go set this too: a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
