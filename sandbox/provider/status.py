"""Exceptions of a provider to the gRPC statuses that the engine understands."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from typing import NoReturn

import grpc
from pulumi.runtime.proto import provider_pb2, status_pb2

from sandbox.provider.errors import PartialError, ProviderError
from sandbox.provider.secrecy import copies, redact
from sandbox.provider.values import Decoded, encode

logger = logging.getLogger(__name__)


class _Status(grpc.Status):
    """A status as `ServicerContext.abort_with_status` takes it."""

    def __init__(self, code: grpc.StatusCode, details: str, metadata: tuple[tuple[str, bytes], ...] = ()) -> None:
        self.code, self.details, self.trailing_metadata = code, details, metadata


@contextmanager
def reporting(context: grpc.ServicerContext, inputs: Decoded | None = None) -> Generator[None]:
    """End the call with the status of whatever exception the block raises; secret inputs are kept out of it."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 the engine must get an answer whatever happens
        _abort(context, error, inputs or Decoded({}, frozenset()))


def _abort(context: grpc.ServicerContext, error: Exception, inputs: Decoded) -> NoReturn:
    message = redact(str(error), inputs)
    if isinstance(error, PartialError):
        context.abort_with_status(_partial(error, inputs))
    if isinstance(error, ProviderError):
        # Tells the engine that nothing was left half-done; another status would leave a pending operation.
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, message)
    logger.error("defect", exc_info=error)
    context.abort(grpc.StatusCode.UNKNOWN, f"defect in the sandbox's provider: {type(error).__name__}: {message}")


def _partial(error: PartialError, inputs: Decoded) -> _Status:
    message = redact(str(error), inputs)
    detail = provider_pb2.ErrorResourceInitFailed(
        id=error.id,
        properties=encode(error.outputs, {*inputs.secrets, *copies(error.outputs, inputs)}),
        reasons=[redact(reason, inputs) for reason in error.reasons],
        inputs=None if error.inputs is None else encode(error.inputs, inputs.secrets),
    )
    code = grpc.StatusCode.UNKNOWN
    number, _name = code.value
    status = status_pb2.Status(code=number, message=message)
    status.details.add().Pack(detail)
    return _Status(code, message, (("grpc-status-details-bin", status.SerializeToString()),))
