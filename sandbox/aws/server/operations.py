"""Which operations the layer answers itself, and which it refuses although moto has them."""

from sandbox.aws.server.calls import Call, Handler
from sandbox.aws.server.eks.operations import OPERATIONS as EKS

SERVICES: dict[str, dict[str, Handler]] = {"eks": EKS}
# moto's own version of these services is never asked.
OWN_SERVICES = {"eks"}
# Operation -> why moto may not answer it.
REFUSED: dict[tuple[str, str], str] = {}


def handler_of(call: Call) -> Handler | None:
    """Return the layer's own function for the call's operation, if it has one."""
    return SERVICES.get(call.service, {}).get(call.operation)
