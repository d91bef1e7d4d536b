"""Managed node groups: create, describe, list, delete."""

import uuid

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks import entries, machines, node_pool, versions
from sandbox.aws.server.eks.errors import InvalidParameterError, ResourceInUseError
from sandbox.aws.server.eks.lookup import cluster_of, nodegroup_of, page, require_role, subnets_of
from sandbox.aws.server.eks.state import Cluster, now
from sandbox.aws.server.shapes import Shape, items, part

DEFAULT_SCALING = {"minSize": 1, "maxSize": 2, "desiredSize": 2}


def create_nodegroup(call: Call) -> Shape:
    """Create the group and its Nodes."""
    cluster, params = cluster_of(call), call.params
    name = params["nodegroupName"]
    if name in cluster.nodegroups:
        message = f"NodeGroup already exists with name {name} and cluster name {cluster.name}"
        raise ResourceInUseError(
            message,
            cluster=cluster.name,
            nodegroup=name,
        )
    require_role(call, params["nodeRole"])
    subnets = subnets_of(call, params["subnets"])
    if {subnet["vpc"] for subnet in subnets} != {cluster.data["resourcesVpcConfig"]["vpcId"]}:
        raise InvalidParameterError("Subnets are not in the VPC of the cluster", cluster=cluster.name, nodegroup=name)
    version = params.get("version") or cluster.data["version"]
    require_version(cluster, version)
    nodegroup: Shape = {
        "nodegroupName": name,
        "nodegroupArn": cluster.arn("nodegroup", cluster.name, name, str(uuid.uuid4())),
        "clusterName": cluster.name,
        "version": version,
        "createdAt": now(),
        "modifiedAt": now(),
        "status": "ACTIVE",
        "capacityType": params.get("capacityType") or "ON_DEMAND",
        "scalingConfig": scaling_config(DEFAULT_SCALING if not params.get("scalingConfig") else {}, params),
        "subnets": params["subnets"],
        "nodeRole": params["nodeRole"],
        "labels": part(params, "labels"),
        "taints": items(params, "taints"),
        "resources": {"autoScalingGroups": [{"name": f"eks-{name}-{uuid.uuid4()}"}]},
        "health": {"issues": []},
        "updateConfig": params.get("updateConfig") or {"maxUnavailable": 1},
        "tags": part(params, "tags"),
    }
    for field in ("remoteAccess", "nodeRepairConfig", "warmPoolConfig"):
        if params.get(field):
            nodegroup[field] = params[field]
    nodegroup |= machines.choose(call, version)
    node_pool.apply(call, cluster, nodegroup)
    cluster.nodegroups[name] = nodegroup
    entries.admit_nodes(cluster, nodegroup["nodeRole"])
    return {"nodegroup": nodegroup}


def describe_nodegroup(call: Call) -> Shape:
    """Return the node group."""
    return {"nodegroup": nodegroup_of(call, cluster_of(call))}


def list_nodegroups(call: Call) -> Shape:
    """List the names of the cluster's node groups."""
    return page(call, cluster_of(call).nodegroups, "nodegroups")


def delete_nodegroup(call: Call) -> Shape:
    """Delete the group and its Nodes."""
    cluster = cluster_of(call)
    nodegroup = nodegroup_of(call, cluster)
    node_pool.remove(call, nodegroup)
    del cluster.nodegroups[nodegroup["nodegroupName"]]
    entries.dismiss_nodes(cluster, nodegroup["nodeRole"])
    return {"nodegroup": nodegroup | {"status": "DELETING"}}


def scaling_config(current: Shape, params: Shape) -> Shape:
    """Merge a scaling configuration into the current one; its three sizes must be in order."""
    scaling = current | part(params, "scalingConfig")
    if missing := [size for size in DEFAULT_SCALING if scaling.get(size) is None]:
        message = f"scalingConfig needs {', '.join(missing)}"
        raise InvalidParameterError(message)
    if scaling["maxSize"] < 1:
        raise InvalidParameterError("maxSize of scalingConfig must be at least 1")
    if scaling["minSize"] > scaling["desiredSize"]:
        message = "Minimum capacity {minSize} can't be greater than desired size {desiredSize}"
        raise InvalidParameterError(message.format(**scaling))
    if scaling["desiredSize"] > scaling["maxSize"]:
        message = "desired capacity {desiredSize} can't be greater than max size {maxSize}"
        raise InvalidParameterError(message.format(**scaling))
    return scaling


def require_version(cluster: Cluster, version: str) -> None:
    """Nodes may not be newer than the control plane, nor more than three minor versions older."""
    versions.supported(version)
    behind = versions.minor(cluster.data["version"]) - versions.minor(version)
    if not 0 <= behind <= 3:  # noqa: PLR2004 the version skew policy of Kubernetes
        message = (
            f"Nodegroup Kubernetes version {version} does not fit control plane version {cluster.data['version']}: it "
            "must be the same or up to three minor versions older."
        )
        raise InvalidParameterError(
            message,
            cluster=cluster.name,
        )


OPERATIONS = {
    "CreateNodegroup": create_nodegroup,
    "DescribeNodegroup": describe_nodegroup,
    "ListNodegroups": list_nodegroups,
    "DeleteNodegroup": delete_nodegroup,
}
