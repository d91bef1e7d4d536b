"""What the server answers besides AWS: its health and the sign-in webhook."""

import json
from importlib.metadata import version

from moto.core.request import Request
from werkzeug import Response

from sandbox.aws.server import instance_types, token_review
from sandbox.aws.server.emulation import Emulation


def health(request: Request, emulation: Emulation) -> Response:  # noqa: ARG001 every page takes both
    """Say what this is, and that it is ready."""
    body = {"name": "mlplatform sandbox AWS", "version": version("mlplatform"), "moto": version("moto")}
    return Response(json.dumps(body), content_type="application/json")


PAGES = {
    ("GET", "/_sandbox/health"): health,
    ("GET", "/_sandbox/instance-types"): instance_types.describe,
    ("POST", "/_sandbox/token-review"): token_review.review,
}
