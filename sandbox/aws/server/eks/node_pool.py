"""Keeps the Nodes of the API server in step with a node group."""

import secrets
from collections.abc import Iterable

from moto.core.exceptions import ServiceException

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks import images, launch_templates
from sandbox.aws.server.eks.api_server import api_server
from sandbox.aws.server.eks.errors import InvalidParameterError, InvalidRequestError
from sandbox.aws.server.eks.lookup import subnets_of
from sandbox.aws.server.eks.nodes import ARCHITECTURES, NODEGROUP_LABEL, Instance, node_manifest, node_taints, spread
from sandbox.aws.server.eks.state import Cluster
from sandbox.aws.server.eks.versions import VERSIONS
from sandbox.aws.server.shapes import Shape, items, part

NODES, PODS = "/api/v1/nodes", "/api/v1/pods"


def architecture_of(call: Call, instance_types: list[str]) -> str:
    """Return the one architecture of the instance types; refuse types that do not exist or do not fit together."""
    architectures = {
        name
        for shape in _shapes(call, instance_types)
        for name in shape["ProcessorInfo"]["SupportedArchitectures"]
        if name in ARCHITECTURES
    }
    if len(architectures) != 1:
        message = f"{instance_types} mix architectures: {', '.join(sorted(architectures))}"
        raise InvalidParameterError(message)
    return architectures.pop()


def apply(call: Call, cluster: Cluster, nodegroup: Shape, removed_labels: Iterable[str] = ()) -> None:
    """Make as many Nodes as the group wants, and give those that stay its labels and taints."""
    wanted = nodegroup["scalingConfig"]["desiredSize"]
    with api_server():
        nodes = _nodes(call)
        mine = [node for node in nodes if _belongs(node, nodegroup)]
        labels = {**dict.fromkeys(removed_labels), **nodegroup["labels"]}
        for node in mine[:wanted]:
            body = {"metadata": {"labels": labels}, "spec": {"taints": _with_condition_taints(node, nodegroup)}}
            call.emulation.kubernetes.patch(f"{NODES}/{node['metadata']['name']}", body)
        # The newest go first, so the zones stay balanced.
        for node in mine[wanted:]:
            _delete(call, node)
        _add(call, cluster, nodegroup, wanted - len(mine), nodes)


def replace(call: Call, cluster: Cluster, nodegroup: Shape) -> None:
    """Exchange every Node for a new one, as a rolling update does: the new ones come first."""
    with api_server():
        nodes = _nodes(call)
        _add(call, cluster, nodegroup, nodegroup["scalingConfig"]["desiredSize"], nodes)
        for node in nodes:
            if _belongs(node, nodegroup):
                _delete(call, node)


def remove(call: Call, nodegroup: Shape) -> None:
    """Delete all Nodes of the group."""
    with api_server():
        for node in _nodes(call):
            if _belongs(node, nodegroup):
                _delete(call, node)


def _add(call: Call, cluster: Cluster, nodegroup: Shape, count: int, nodes: list[Shape]) -> None:
    if count <= 0:
        return
    instance = _instance(call, nodegroup)
    taken = [item["address"] for node in nodes for item in node["status"]["addresses"] if item["type"] == "InternalIP"]
    instance_ids = [f"i-0{secrets.token_hex(8)}" for _ in range(count)]
    try:
        places = spread(subnets_of(call, nodegroup["subnets"]), taken, instance_ids)
    except ValueError as error:
        message = f"InsufficientFreeAddresses: {error}"
        raise InvalidRequestError(message) from error
    for place in places:
        call.emulation.kubernetes.create(NODES, node_manifest(nodegroup, instance, place, cluster.region))


def _instance(call: Call, nodegroup: Shape) -> Instance:
    template: Shape = {}
    if reference := nodegroup.get("launchTemplate"):
        _, template = launch_templates.resolve(call, {"id": reference["id"], "version": reference["version"]})
    types = nodegroup.get("instanceTypes") or [template["InstanceType"]]
    custom = nodegroup["amiType"] == "CUSTOM"
    version = nodegroup["version"]
    return Instance(
        shape=_shapes(call, types)[0],
        disk_gib=nodegroup.get("diskSize") or launch_templates.disk_size(template) or 20,
        gpu_driver=images.has_gpu_driver(nodegroup["amiType"]),
        kubelet=f"v{VERSIONS[version].patch}-eks-sandbox",
        image=nodegroup["releaseVersion"] if custom else images.image_id(nodegroup["amiType"], version),
    )


def _shapes(call: Call, instance_types: list[str]) -> list[Shape]:
    try:
        found = {shape["InstanceType"]: shape for shape in call.backend("ec2").describe_instance_types(instance_types)}
    except ServiceException as error:
        message = f"The following supplied instance types do not exist: {instance_types}"
        raise InvalidParameterError(message) from error
    return [found[name] for name in instance_types]


def _nodes(call: Call) -> list[Shape]:
    items: list[Shape] = call.emulation.kubernetes.get(NODES)["items"]
    return sorted(items, key=lambda node: (node["metadata"]["creationTimestamp"], node["metadata"]["name"]))


def _belongs(node: Shape, nodegroup: Shape) -> bool:
    return part(node["metadata"], "labels").get(NODEGROUP_LABEL) == nodegroup["nodegroupName"]


def _with_condition_taints(node: Shape, nodegroup: Shape) -> list[Shape]:
    # Kubernetes itself marks nodes with taints of its own (not-ready, unschedulable …): they are not the group's.
    own = [taint for taint in items(node["spec"], "taints") if taint["key"].startswith("node.kubernetes.io/")]
    return own + node_taints(nodegroup)


def _delete(call: Call, node: Shape) -> None:
    name = node["metadata"]["name"]
    call.emulation.kubernetes.delete(f"{NODES}/{name}")
    # The instance is gone and with it its containers; nobody else would end these pods for minutes.
    for pod in call.emulation.kubernetes.get(PODS, fieldSelector=f"spec.nodeName={name}")["items"]:
        namespace, pod_name = pod["metadata"]["namespace"], pod["metadata"]["name"]
        call.emulation.kubernetes.delete(f"/api/v1/namespaces/{namespace}/pods/{pod_name}", gracePeriodSeconds="0")
