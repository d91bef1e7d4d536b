"""What a process prints, as it comes."""

import queue
import subprocess
import threading
from collections.abc import Callable, Iterator
from enum import Enum
from typing import IO, cast


class Channel(Enum):
    """Where a line was printed."""

    OUTPUT = "stdout"
    ERRORS = "stderr"


def chunks_of(
    process: "subprocess.Popen[bytes]", on_first_line: Callable[[bytes], None] | None = None
) -> Iterator[tuple[Channel, bytes]]:
    """Yield each line until both streams end; the first line of the output goes to `on_first_line` instead."""
    chunks: queue.SimpleQueue[tuple[Channel, bytes] | None] = queue.SimpleQueue()

    def read(channel: Channel, stream: IO[bytes]) -> None:
        if channel is Channel.OUTPUT and on_first_line:
            on_first_line(stream.readline())
        for line in stream:
            chunks.put((channel, line))
        chunks.put(None)

    streams = {Channel.OUTPUT: process.stdout, Channel.ERRORS: process.stderr}
    for channel, stream in streams.items():
        threading.Thread(target=read, args=(channel, cast("IO[bytes]", stream)), daemon=True).start()
    for _ in streams:
        while chunk := chunks.get():
            yield chunk
