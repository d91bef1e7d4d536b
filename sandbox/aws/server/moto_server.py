"""moto's own server application and its backends."""

import io
from typing import Any, cast

from flask import Flask
from moto.backends import get_backend
from moto.core.request import Request
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.utilities.utils import get_partition
from werkzeug import Response
from werkzeug.test import run_wsgi_app

# Services whose state moto keeps per partition instead of per region.
GLOBAL_SERVICES = {"budgets", "iam", "sts", "s3"}


class Moto:
    """moto as a WSGI application."""

    def __init__(self) -> None:
        self._application = DomainDispatcherApplication(_create_application)

    def respond(self, request: Request) -> Response:
        """Let moto answer a request whose body may have been read before."""
        body = request.get_data()
        environ = {**request.environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        chunks, status, headers = run_wsgi_app(self._application, environ)
        return Response(b"".join(chunks), status, headers)


def _create_application(service: Any) -> Flask:  # noqa: ANN401 moto's own type is a literal of 150 names
    if service is None:
        raise NotImplementedError("moto does not have this service")
    return create_backend_app(service)


def backend(service: str, account: str, region: str) -> Any:  # noqa: ANN401 each service has a class of its own
    """Return moto's state of one service."""
    scope = get_partition(region) if service in GLOBAL_SERVICES else region
    # moto declares one overload per service, so a variable name fits none of them.
    return cast("Any", get_backend)(service)[account][scope]
