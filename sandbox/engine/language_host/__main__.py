"""Serves the language host: prints its port on the first line of its output and ends with the engine."""

import os
import signal
import sys
import threading
from types import FrameType

import sandbox.provider.fast_start  # noqa: F401 # pyright: ignore[reportUnusedImport] must come before whatever imports the SDK

# isort: split

from pulumi.runtime.proto import language_pb2_grpc

from sandbox.engine.language_host.server import LanguageHost
from sandbox.engine.language_host.transport import loopback_server

GRACE_SECONDS = 3


def main() -> None:
    """Serve until the engine says stop, or is gone."""
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    # Without flags, the first argument is the engine's address; a Handshake may replace it.
    addresses = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    host = LanguageHost(addresses[0] if addresses else "")
    server, port = loopback_server()
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    server.start()
    engine = os.getppid()
    print(port, flush=True)
    while not stop.wait(1):
        if os.getppid() != engine:  # the engine was killed
            break
    host.interrupt()
    server.stop(GRACE_SECONDS).wait()


if __name__ == "__main__":
    main()
