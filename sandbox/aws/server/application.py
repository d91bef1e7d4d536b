"""The WSGI application: the layer's own operations first, then moto, and a refusal by name for what neither has.

The layer stands in front of moto instead of patching it: an operation that moto lacks or gets wrong is a function over
plain values in a table, whether it replaces moto's (all of EKS) or repairs what moto made of it (`Call.forward`).
Patching moto's classes would spread the same knowledge over their private parsers, templates and URL tables.
"""

import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from moto.core.exceptions import JsonRESTError, ServiceException
from moto.core.request import Request
from werkzeug import Response

from sandbox.aws.server.calls import AwsError, Call, MotoFailedError, UnknownCredentialsError, identify
from sandbox.aws.server.emulation import Emulation
from sandbox.aws.server.identity import caller
from sandbox.aws.server.operations import OWN_SERVICES, handler_of, refusal_of
from sandbox.aws.server.pages import PAGES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)


class Application:
    """The emulated account as one HTTP server."""

    def __init__(self, emulation: Emulation) -> None:
        self._emulation = emulation

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        return self._respond(Request(environ))(environ, start_response)

    def _respond(self, request: Request) -> Response:
        if request.path.startswith("/_sandbox/"):
            page = PAGES.get((request.method, request.path))
            return page(request, self._emulation) if page else Response(status=HTTPStatus.NOT_FOUND)
        if request.path.startswith("/moto-api/"):
            # moto's own reset would take the credentials away, and half of the state with them.
            return Response(status=HTTPStatus.FORBIDDEN)
        call = identify(request, self._emulation)
        if call is None:
            return self._emulation.moto.respond(request)
        try:
            return self._perform(call)
        except Exception as error:  # noqa: BLE001 a defect must not look like an outage, which SDKs would retry
            return _failure(call, error)

    def _perform(self, call: Call) -> Response:
        if caller(call.account, call.access_key_id) is None:
            # Credentials of a real account, or of a sandbox that is gone.
            return call.answer(UnknownCredentialsError(), status=HTTPStatus.FORBIDDEN)
        if why := refusal_of(call):
            return call.refuse(why)
        handler = handler_of(call)
        if handler:
            result = handler(call)
            return result if isinstance(result, Response) else call.answer(result)
        if call.service in OWN_SERVICES:
            return call.refuse()
        return call.forward()


def _failure(call: Call, error: Exception) -> Response:
    if isinstance(error, ServiceException):
        return call.answer(error)
    if isinstance(error, JsonRESTError):
        return call.answer(AwsError(error.error_type, error.message), status=error.code)
    if isinstance(error, NotImplementedError):
        return call.refuse()
    log.error("%s:%s failed", call.service, call.operation, exc_info=error)
    message = f"{call.service}:{call.operation} broke the emulator: {type(error).__name__}: {error}"
    return call.answer(MotoFailedError(message), status=HTTPStatus.NOT_IMPLEMENTED)
