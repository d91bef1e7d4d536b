"""One AWS call: which operation a request asks for, its parameters, and how its answer is written.

botocore's service models decide all three, through moto's own router, parsers and serializers; so a handler takes and
returns plain values in the shape of the AWS documentation, whatever the protocol on the wire.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any, cast
from xml.sax.saxutils import escape

from botocore.exceptions import UnknownServiceError
from moto.core.exceptions import ServiceException
from moto.core.model import OperationModel
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.serialize import XFormedAttributePicker, get_serializer_class
from moto.iam.models import get_account_id_from
from werkzeug import Response
from werkzeug.exceptions import NotFound

from sandbox.aws.server.emulation import Emulation
from sandbox.aws.server.moto_server import backend
from sandbox.aws.server.shapes import Shape

Handler = Callable[["Call"], "Shape | Response | None"]

CREDENTIAL = re.compile(r"(?P<key>[^/=\s]+)/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request")
# Where the name that a request is signed for is not botocore's name of the service.
SIGNING_NAMES = {
    "elasticfilesystem": "efs",
    "servicequotas": "service-quotas",
    "monitoring": "cloudwatch",
    "elasticloadbalancing": "elbv2",
    "tagging": "resourcegroupstaggingapi",
    "aps": "amp",
}


class AwsError(ServiceException):
    """An error with AWS's code and message: `AwsError("DependencyViolation", "The subnet …")`.

    moto looks up the service of its own error classes by their module, so its base class cannot be raised as it is.
    """


class NotEmulatedError(ServiceException):
    """The sandbox does not emulate this; the answer names it and is not worth a retry."""

    code = "SandboxNotImplemented"


class MotoFailedError(ServiceException):
    """moto broke on a request; asking again would break it again."""

    code = "SandboxMotoFailure"


class UnknownCredentialsError(ServiceException):
    """The access key was not given out by this account."""

    code = "InvalidClientTokenId"
    message = "The security token included in the request is invalid: this sandbox did not issue the access key."


@dataclass
class Call:
    """A request to an AWS operation."""

    request: Request
    emulation: Emulation
    service: str
    region: str
    access_key_id: str
    model: OperationModel | None = None
    uri_parameters: Shape = field(default_factory=dict[str, Any])

    @property
    def operation(self) -> str:
        """Name of the operation, for example `CreateCluster`; as much as can be told when no model knows it."""
        if self.model:
            return str(self.model.name)
        target = self.request.headers.get("X-Amz-Target", "").split(".")[-1]
        return target or self.request.values.get("Action") or f"{self.request.method} {self.request.path}"

    @cached_property
    def account(self) -> str:
        """Id of the account that the caller's access key belongs to."""
        return get_account_id_from(self.access_key_id)

    @cached_property
    def params(self) -> Shape:
        """The operation's parameters as its model names them."""
        model = self._known_model()
        parser = PROTOCOL_PARSERS[self._protocol(model)](model, map_type=dict)
        request = {
            "method": self.request.method,
            "values": self.request.values,
            "headers": self.request.headers,
            "body": self.request.get_data(),
            "url_path": self.request.path,
            "url_params": self.uri_parameters,
        }
        return parser.parse(cast("Any", request))

    def answer(self, result: Shape | ServiceException | None, status: int | None = None) -> Response:
        """Write a result, or an error, in the operation's protocol."""
        if self.model is None:
            return self._answer_without_model(result, status)
        serializer = get_serializer_class(self.service, self._protocol(self.model))(operation_model=self.model)
        answer = serializer.serialize(result)
        return Response(answer["body"], status or answer["status_code"], dict(answer["headers"]))

    def answer_with(self, result: object) -> Response:
        """Write an object of moto's own as the result."""
        model, picker = self._known_model(), XFormedAttributePicker()
        serializer = get_serializer_class(self.service, self._protocol(model))(model, value_picker=picker)
        answer = serializer.serialize(result)
        return Response(answer["body"], answer["status_code"], dict(answer["headers"]))

    def forward(self) -> Response:
        """Let moto answer; what moto has no page for is refused by name."""
        response = self.emulation.moto.respond(self.request)
        if response.status_code == HTTPStatus.NOT_FOUND and response.get_data().startswith(b"<!doctype html"):
            return self.refuse()
        return response

    def backend(self, service: str) -> Any:  # noqa: ANN401 each service has a class of its own
        """Return moto's state of a service in the caller's account and region."""
        return backend(service, self.account, self.region)

    def refuse(self, why: str = "") -> Response:
        """Say that the sandbox does not have this operation: 501, which no SDK retries."""
        message = f"The sandbox does not emulate {self.service}:{self.operation}. {why}".strip()
        return self.answer(NotEmulatedError(message), status=HTTPStatus.NOT_IMPLEMENTED)

    def _known_model(self) -> OperationModel:
        if self.model is None:
            message = f"The sandbox does not know the operation {self.service}:{self.operation}."
            raise NotEmulatedError(message)
        return self.model

    def _protocol(self, model: OperationModel) -> str:
        return determine_request_protocol(model.service_model, self.request.content_type)

    def _answer_without_model(self, result: Shape | ServiceException | None, status: int | None) -> Response:
        code, message = (result.code, result.message) if isinstance(result, ServiceException) else ("", "")
        if self.request.values.get("Action"):
            body = (
                f"<ErrorResponse><Error><Code>{code}</Code><Message>{escape(message)}</Message></Error></ErrorResponse>"
            )
            return Response(body, status or 400, content_type="text/xml")
        body = json.dumps({"__type": code, "message": message})
        return Response(body, status or 400, {"x-amzn-errortype": code}, content_type="application/json")


def succeeded(response: Response) -> bool:
    """Tell whether moto did what it was asked."""
    return response.status_code < HTTPStatus.BAD_REQUEST


def identify(request: Request, emulation: Emulation) -> Call | None:
    """Tell which operation a signed request asks for; None when nothing says which service is meant."""
    # Parsing a form would use the body up, and moto wants it too.
    request.get_data()
    credential = request.headers.get("Authorization", "") or request.args.get("X-Amz-Credential", "")
    match = CREDENTIAL.search(credential)
    if not match:
        return None
    service = SIGNING_NAMES.get(match["service"], match["service"])
    if service == "s3" and request.path.startswith("/v20180820/"):
        service = "s3control"
    call = Call(request, emulation, service, match["region"], match["key"])
    try:
        call.model, call.uri_parameters = get_service_router(service).match(request)
    except (UnknownServiceError, NotFound, NotImplementedError):
        call.model = None
    return call
