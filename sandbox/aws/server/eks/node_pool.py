"""Keeps instances and their Nodes in step with a node group."""

from collections.abc import Iterable

from sandbox.aws.server.calls import Call
from sandbox.aws.server.ec2.instances import Instance, tags_of, terminate
from sandbox.aws.server.eks import group_instances, registration
from sandbox.aws.server.eks.api_server import api_server
from sandbox.aws.server.eks.errors import InvalidParameterError, InvalidRequestError
from sandbox.aws.server.eks.lookup import subnets_of
from sandbox.aws.server.eks.nodes import ARCHITECTURES, node_manifest, node_taints, spread
from sandbox.aws.server.eks.state import Cluster
from sandbox.aws.server.shapes import Shape, items


def architecture_of(call: Call, instance_types: list[str]) -> str:
    """Return the one architecture of the instance types; refuse types that do not exist or do not fit together."""
    architectures = {
        name
        for shape in group_instances.shapes(call, instance_types)
        for name in shape["ProcessorInfo"]["SupportedArchitectures"]
        if name in ARCHITECTURES
    }
    if len(architectures) != 1:
        message = f"{instance_types} mix architectures: {', '.join(sorted(architectures))}"
        raise InvalidParameterError(message)
    return architectures.pop()


def apply(call: Call, cluster: Cluster, nodegroup: Shape, removed_labels: Iterable[str] = ()) -> None:
    """Run as many instances as the group wants, and give the Nodes of those that stay its labels and taints."""
    wanted = nodegroup["scalingConfig"]["desiredSize"]
    with api_server():
        mine, nodes = _running(call, nodegroup), registration.nodes(call)
        labels = {**dict.fromkeys(removed_labels), **nodegroup["labels"]}
        for node in (nodes[instance.id] for instance in mine[:wanted] if instance.id in nodes):
            body = {"metadata": {"labels": labels}, "spec": {"taints": _with_condition_taints(node, nodegroup)}}
            call.emulation.kubernetes.patch(f"{registration.NODES}/{node['metadata']['name']}", body)
        # The newest go first, so the zones stay balanced.
        _end(call, mine[wanted:])
        _add(call, cluster, nodegroup, wanted - len(mine))


def replace(call: Call, cluster: Cluster, nodegroup: Shape) -> None:
    """Exchange every instance for a new one, as a rolling update does: the new ones come first."""
    with api_server():
        old = _running(call, nodegroup)
        _add(call, cluster, nodegroup, nodegroup["scalingConfig"]["desiredSize"])
        _end(call, old)


def remove(call: Call, nodegroup: Shape) -> None:
    """End all instances of the group."""
    with api_server():
        _end(call, _running(call, nodegroup))


def refill(call: Call, ended: Iterable[Instance]) -> None:
    """Start instances for those that ended behind their group's back."""
    cluster = call.emulation.eks.cluster
    for name in {tags_of(instance).get(group_instances.GROUP_TAG) for instance in ended}:
        if cluster and name in cluster.nodegroups:
            apply(call, cluster, cluster.nodegroups[name])


def _add(call: Call, cluster: Cluster, nodegroup: Shape, count: int) -> None:
    if count <= 0:
        return
    machine = group_instances.machine_of(call, nodegroup)
    used = [one.private_ip_address for one in call.backend("ec2").enis.values()]
    taken = [*used, *registration.addresses(call)]
    try:
        places = spread(subnets_of(call, nodegroup["subnets"]), taken, count)
    except ValueError as error:
        message = f"InsufficientFreeAddresses: {error}"
        raise InvalidRequestError(message) from error
    for place in places:
        instance = group_instances.start(call, cluster, nodegroup, machine, place)
        registration.register(call, instance, node_manifest(nodegroup, machine, place, cluster.region))


def _running(call: Call, nodegroup: Shape) -> list[Instance]:
    mine = (one for one in call.backend("ec2").all_instances() if one.state == "running")
    return [one for one in mine if tags_of(one).get(group_instances.GROUP_TAG) == nodegroup["nodegroupName"]]


def _end(call: Call, instances: list[Instance]) -> None:
    if instances:
        terminate(call, instances)
        registration.leave(call, instances)


def _with_condition_taints(node: Shape, nodegroup: Shape) -> list[Shape]:
    # Kubernetes itself marks nodes with taints of its own (not-ready, unschedulable …): they are not the group's.
    own = [taint for taint in items(node["spec"], "taints") if taint["key"].startswith("node.kubernetes.io/")]
    return own + node_taints(nodegroup)
