"""Start and end of instances, with what follows for the cluster whose nodes they are."""

from typing import Any

from werkzeug import Response

from sandbox.aws.server.calls import Call, succeeded
from sandbox.aws.server.ec2 import capacity_blocks, capacity_reservations, instances, placement_groups
from sandbox.aws.server.eks import node_pool, registration
from sandbox.aws.server.eks.operations import one_at_a_time
from sandbox.aws.server.shapes import items


def run_instances(call: Call) -> Response:
    """Start instances; those that are told to be nodes join their cluster."""
    response, started = instances.run_instances(call, registration.addresses(call))
    for instance in started:
        registration.join(call, instance)
    return response


def terminate_instances(call: Call) -> Response:
    """End instances, whoever asks: their Nodes go, and node groups start others instead."""
    response = call.forward()
    if succeeded(response):
        ids = items(call.params, "InstanceIds")
        ended: list[Any] = [one for one in call.backend("ec2").all_instances() if one.id in ids]
        registration.leave(call, ended)
        node_pool.refill(call, ended)
    return response


OPERATIONS = {
    name: one_at_a_time(handler)
    for name, handler in {
        **capacity_blocks.OPERATIONS,
        **capacity_reservations.OPERATIONS,
        **placement_groups.OPERATIONS,
        "RunInstances": run_instances,
        "TerminateInstances": terminate_instances,
    }.items()
}
