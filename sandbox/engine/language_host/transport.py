"""The gRPC calls whose types the stubs leave open."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import grpc

# AnalyzeStack carries every resource of a stack.
UNLIMITED = (("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1))
RawHandler = Callable[[bytes, grpc.ServicerContext], bytes]
_grpc = cast("Any", grpc)


def loopback_server(handlers: Sequence[object] = ()) -> tuple[grpc.Server, int]:
    """Return a server on a free port of this machine, and that port."""
    server = cast("grpc.Server", _grpc.server(ThreadPoolExecutor(), handlers=handlers, options=UNLIMITED))
    return server, server.add_insecure_port("127.0.0.1:0")


def loopback_channel(port: int) -> grpc.Channel:
    """Return a connection to a server of this machine."""
    return grpc.insecure_channel(f"127.0.0.1:{port}", options=UNLIMITED)


def call(channel: grpc.Channel, method: str, request: bytes) -> bytes:
    """Send a request that is already serialized; the answer stays so."""
    return cast("bytes", cast("Any", channel).unary_unary(method)(request))


def raw_handler(answer: RawHandler) -> object:
    """Return a handler that gets requests and gives answers as bytes."""
    return cast("object", _grpc.unary_unary_rpc_method_handler(answer))
