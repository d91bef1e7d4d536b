"""Messages to the engine, shown to the user beside the resource."""

from enum import Enum

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc


class Severity(Enum):
    """How loud a message is; DEBUG is shown with `--debug` only."""

    DEBUG = engine_pb2.DEBUG
    INFO = engine_pb2.INFO
    WARNING = engine_pb2.WARNING
    ERROR = engine_pb2.ERROR


class Engine:
    """The engine that started this provider, if any did."""

    def __init__(self, address: str = "") -> None:
        self._stub = engine_pb2_grpc.EngineStub(grpc.insecure_channel(address)) if address else None

    def log(self, severity: Severity, message: str, urn: str = "", *, ephemeral: bool = False) -> None:
        """Ephemeral messages show in the progress only and are not kept."""
        if self._stub:
            request = engine_pb2.LogRequest(severity=severity.value, message=message, urn=urn, ephemeral=ephemeral)
            self._stub.Log(request)  # pyright: ignore[reportUnknownMemberType] the stubs of the SDK are incomplete
