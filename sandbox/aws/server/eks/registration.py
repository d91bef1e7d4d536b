"""Nodes of instances: a cluster's instance registers one when it starts; it goes when the instance ends."""

import json
from typing import Any, cast

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks.api_server import api_server
from sandbox.aws.server.eks.nodes import joined
from sandbox.aws.server.eks.state import Cluster
from sandbox.aws.server.shapes import Shape, items, part

NODES, PODS = "/api/v1/nodes", "/api/v1/pods"
Instance = Any  # moto's own class


def nodes(call: Call) -> dict[str, Shape]:
    """Return the cluster's Nodes by the id of their instance."""
    listed: list[Shape] = call.emulation.kubernetes.get(NODES)["items"]
    return {str(node["spec"].get("providerID")).rpartition("/")[2]: node for node in listed}


def addresses(call: Call) -> list[str]:
    """Return the addresses of the Nodes, also of those that wait for their end: a Node is named after its address."""
    cluster = call.emulation.eks.cluster
    if not cluster or not _is_own(call, cluster):
        return []
    with api_server():
        said = [item for node in nodes(call).values() for item in items(part(node, "status"), "addresses")]
    return [item["address"] for item in said if item["type"] == "InternalIP"]


def register(call: Call, instance: Instance, said: Shape) -> None:
    """Make the Node of an instance that runs."""
    place = (instance.availability_zone, instance.private_ip_address, instance.private_dns_name)
    call.emulation.kubernetes.create(NODES, joined(said, instance.id, *place))


def deregister(call: Call, node: Shape) -> None:
    """Take a Node away whose instance has ended."""
    name = node["metadata"]["name"]
    call.emulation.kubernetes.delete(f"{NODES}/{name}")
    # With the instance its containers are gone; nobody else would end these pods for minutes.
    for pod in call.emulation.kubernetes.get(PODS, fieldSelector=f"spec.nodeName={name}")["items"]:
        namespace, pod_name = pod["metadata"]["namespace"], pod["metadata"]["name"]
        call.emulation.kubernetes.delete(f"/api/v1/namespaces/{namespace}/pods/{pod_name}", gracePeriodSeconds="0")


def join(call: Call, instance: Instance) -> None:
    """Let an instance into the cluster if its user data says what Node it is and the cluster admits its role."""
    cluster, said = call.emulation.eks.cluster, _said(instance)
    if cluster and said and _is_own(call, cluster) and _roles(call, instance) & set(cluster.access_entries):
        with api_server():
            if instance.id not in nodes(call):
                register(call, instance, said)


def leave(call: Call, instances: list[Instance]) -> None:
    """Take the Nodes of ended instances away."""
    cluster = call.emulation.eks.cluster
    if cluster and _is_own(call, cluster):
        with api_server():
            known = nodes(call)
            for instance in instances:
                if instance.id in known:
                    deregister(call, known[instance.id])


def _is_own(call: Call, cluster: Cluster) -> bool:
    return (cluster.account, cluster.region) == (call.account, call.region)


def _said(instance: Instance) -> Shape | None:
    try:
        return cast("Shape", json.loads(instance.user_data.decode()))
    except (AttributeError, ValueError):
        return None


def _roles(call: Call, instance: Instance) -> set[str]:
    association = call.backend("ec2").iam_instance_profile_associations.get(instance.id)
    return {role.arn for role in association.iam_instance_profile.roles} if association else set()
