"""Runs a provider as a plugin process of the engine."""

import logging
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from sandbox.provider.engine import Engine
from sandbox.provider.provider import Provider
from sandbox.provider.servicer import ProviderServicer

# As the engine: state of hundreds of resources in one message.
_MAX_MESSAGE = 400 * 1024 * 1024
_THREADS = 32
_ORPHAN_CHECK_SECONDS = 2.0


def start(provider: Provider) -> tuple[grpc.Server, int]:
    """Start serving on a free loopback port."""
    options = [("grpc.max_receive_message_length", _MAX_MESSAGE), ("grpc.max_send_message_length", _MAX_MESSAGE)]
    server: grpc.Server = grpc.server(ThreadPoolExecutor(_THREADS), options=options)  # pyright: ignore[reportUnknownMemberType] the stubs of grpc are incomplete
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(ProviderServicer(provider), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port


def _log_to_file(name: str) -> None:
    # What goes to stderr is shown to the user by the engine: a defect's traceback must not.
    sandbox = os.environ.get("MLPLATFORM_SANDBOX")
    handler = logging.FileHandler(Path(sandbox) / "logs" / f"provider-{name}.log") if sandbox else logging.NullHandler()
    logging.basicConfig(handlers=[handler], format="%(asctime)s %(levelname)s %(name)s %(message)s")


def serve(provider: Provider) -> None:
    """Serve until interrupted or until the engine that started this process is gone."""
    _log_to_file(provider.name)
    addresses = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    if addresses:
        provider.engine = Engine(addresses[-1])
    server, port = start(provider)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        provider.cancelled.set()
        server.stop(grace=1)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    # The engine reads the port from the first line; everything else that is printed must go elsewhere.
    print(port, flush=True)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    parent = os.getppid()
    while server.wait_for_termination(timeout=_ORPHAN_CHECK_SECONDS) and os.getppid() == parent:
        pass
