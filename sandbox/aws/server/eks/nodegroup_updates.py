"""Changes of managed node groups."""

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks import images, launch_templates, node_pool
from sandbox.aws.server.eks.errors import InvalidParameterError
from sandbox.aws.server.eks.lookup import cluster_of, nodegroup_of
from sandbox.aws.server.eks.nodegroups import require_version, scaling_config
from sandbox.aws.server.eks.state import now
from sandbox.aws.server.shapes import Shape, items, part


def update_nodegroup_config(call: Call) -> Shape:
    """Change size, labels, taints or update settings; Nodes that exist get the new labels and taints."""
    cluster, params = cluster_of(call), call.params
    nodegroup = nodegroup_of(call, cluster)
    changed: Shape = nodegroup | {
        "scalingConfig": scaling_config(nodegroup["scalingConfig"], params),
        "labels": _labels(nodegroup["labels"], part(params, "labels")),
        "taints": _taints(nodegroup["taints"], part(params, "taints")),
        "updateConfig": params.get("updateConfig") or nodegroup["updateConfig"],
        "modifiedAt": now(),
    }
    for field in ("nodeRepairConfig", "warmPoolConfig"):
        if params.get(field):
            changed[field] = params[field]
    removed = set(nodegroup["labels"]) - set(changed["labels"])
    node_pool.apply(call, cluster, changed, removed_labels=removed)
    cluster.nodegroups[nodegroup["nodegroupName"]] = changed
    return {"update": cluster.record("ConfigUpdate", _told(params), nodegroup=nodegroup["nodegroupName"])}


def update_nodegroup_version(call: Call) -> Shape:
    """Move the group to another version, release or launch template version: every Node is replaced."""
    cluster, params = cluster_of(call), call.params
    nodegroup = nodegroup_of(call, cluster)
    changed: Shape = nodegroup | {"modifiedAt": now()}
    if reference := params.get("launchTemplate"):
        if "launchTemplate" not in nodegroup:
            raise InvalidParameterError(
                "You cannot add a launch template to a node group that was created without one."
            )
        changed["launchTemplate"], template = launch_templates.resolve(call, reference)
        if changed["launchTemplate"]["id"] != nodegroup["launchTemplate"]["id"]:
            raise InvalidParameterError("You cannot change the launch template of a node group, only its version.")
        if (image := template.get("ImageId")) and nodegroup["amiType"] == "CUSTOM":
            changed["releaseVersion"] = image
    if nodegroup["amiType"] != "CUSTOM":
        # Without a version EKS takes the cluster's, so this is how a group follows its cluster.
        changed["version"] = params.get("version") or (nodegroup["version"] if reference else cluster.data["version"])
        require_version(cluster, changed["version"])
        changed["releaseVersion"] = images.release_version(
            nodegroup["amiType"], changed["version"], params.get("releaseVersion")
        )
    node_pool.replace(call, cluster, changed)
    cluster.nodegroups[nodegroup["nodegroupName"]] = changed
    params = {"Version": changed["version"], "ReleaseVersion": changed["releaseVersion"]}
    return {"update": cluster.record("VersionUpdate", params, nodegroup=nodegroup["nodegroupName"])}


def _labels(current: Shape, change: Shape) -> Shape:
    kept = {key: value for key, value in current.items() if key not in (items(change, "removeLabels"))}
    return kept | part(change, "addOrUpdateLabels")


def _taints(current: list[Shape], change: Shape) -> list[Shape]:
    def identity(taint: Shape) -> tuple[str, str]:
        return taint["key"], taint["effect"]

    gone = {identity(taint) for taint in items(change, "removeTaints")}
    added = {identity(taint): taint for taint in items(change, "addOrUpdateTaints")}
    kept = {identity(taint): taint for taint in current if identity(taint) not in gone}
    return list((kept | added).values())


def _told(params: Shape) -> Shape:
    """Return the change in the words of EKS's update parameters."""
    told: Shape = {size[0].upper() + size[1:]: str(count) for size, count in part(params, "scalingConfig").items()}
    for field, key, name in (
        ("labels", "addOrUpdateLabels", "LabelsToAdd"),
        ("labels", "removeLabels", "LabelsToRemove"),
        ("taints", "addOrUpdateTaints", "TaintsToAdd"),
        ("taints", "removeTaints", "TaintsToRemove"),
    ):
        if value := part(params, field).get(key):
            told[name] = str(value)
    return told


OPERATIONS = {
    "UpdateNodegroupConfig": update_nodegroup_config,
    "UpdateNodegroupVersion": update_nodegroup_version,
}
