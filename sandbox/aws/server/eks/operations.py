"""All operations of EKS, one at a time."""

from functools import wraps

from werkzeug import Response

from sandbox.aws.server.calls import Call, Handler
from sandbox.aws.server.eks import (
    access,
    access_policies,
    addon_versions,
    addons,
    associations,
    cluster_updates,
    clusters,
    nodegroup_updates,
    nodegroups,
    pod_identity,
    tags,
    versions,
)
from sandbox.aws.server.shapes import Shape

MODULES = (
    access,
    access_policies,
    addon_versions,
    addons,
    associations,
    cluster_updates,
    clusters,
    nodegroup_updates,
    nodegroups,
    pod_identity,
    tags,
    versions,
)


def one_at_a_time(handler: Handler) -> Handler:
    """Let no two calls change the account at once."""

    @wraps(handler)
    def locked(call: Call) -> Shape | Response | None:
        with call.emulation.eks.lock:
            return handler(call)

    return locked


OPERATIONS = {name: one_at_a_time(handler) for module in MODULES for name, handler in module.OPERATIONS.items()}
