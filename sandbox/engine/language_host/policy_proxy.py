"""Speaks for a policy pack that is not started yet, then passes every request on to it."""

import json
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from typing import Self, cast

import grpc
from pulumi.runtime.proto import analyzer_pb2

from sandbox.engine.language_host.transport import call, loopback_channel, loopback_server, raw_handler

HANDSHAKE = "/pulumirpc.Analyzer/Handshake"
CONFIGURE_STACK = "/pulumirpc.Analyzer/ConfigureStack"


class PolicyProxy:
    """An Analyzer service that answers the first requests itself and forwards the others as they are, unread."""

    def __init__(self) -> None:
        self._stack: Future[bytes] = Future()
        self._pack: Future[grpc.Channel] = Future()
        self._server, self.port = loopback_server([self])

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._give_up("the policy pack ended")
        self._server.stop(grace=None)

    def stack_environment(self) -> dict[str, str]:
        """Wait for the stack that the engine names and return it as the variables that a pack expects."""
        stack = analyzer_pb2.AnalyzerStackConfigureRequest.FromString(self._stack.result())
        if not stack.stack:
            return {}
        values = {
            "PULUMI_ORGANIZATION": stack.organization,
            "PULUMI_PROJECT": stack.project,
            "PULUMI_STACK": stack.stack,
            "PULUMI_DRY_RUN": str(stack.dry_run).lower(),
            "PULUMI_CONFIG": json.dumps(dict(stack.config)),
        }
        return {name: value for name, value in values.items() if value}

    def attach(self, first_line: bytes) -> None:
        """Forward to the pack, whose first line of output is its port."""
        if not first_line.strip().isdigit():
            printed = f" it printed {first_line.decode(errors='replace').strip()!r} instead;" if first_line else ""
            self._give_up(f"the policy pack did not tell its port:{printed} a pack must load and print nothing before")
            return
        channel = loopback_channel(int(first_line))
        with suppress(grpc.RpcError):  # a pack of an older SDK does not know this request
            call(channel, CONFIGURE_STACK, self._stack.result())
        self._pack.set_result(channel)

    def _give_up(self, reason: str) -> None:
        with suppress(InvalidStateError):
            self._pack.set_exception(RuntimeError(reason))

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> object:
        """Choose who answers a request (gRPC asks its generic handlers by this name)."""
        method = handler_call_details.method

        def answer(request: bytes, context: grpc.ServicerContext) -> bytes:
            if method == HANDSHAKE:
                return b""
            # Some commands ask for the pack's policies without naming a stack.
            with suppress(InvalidStateError):
                self._stack.set_result(request if method == CONFIGURE_STACK else b"")
                if method == CONFIGURE_STACK:
                    return b""
            return self._forward(method, request, context)

        return raw_handler(answer)

    def _forward(self, method: str, request: bytes, context: grpc.ServicerContext) -> bytes:
        try:
            return call(self._pack.result(), method, request)
        except grpc.RpcError as error:
            failed = cast("grpc.Call", error)
            context.abort(failed.code(), failed.details() or "")
        except RuntimeError as error:
            context.abort(grpc.StatusCode.UNAVAILABLE, str(error))
