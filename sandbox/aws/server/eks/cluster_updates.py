"""Changes of EKS clusters, and the record of all changes."""

from typing import Any

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks import versions
from sandbox.aws.server.eks.clusters import complete_endpoint_access, logging_config
from sandbox.aws.server.eks.errors import InvalidParameterError, InvalidRequestError, ResourceNotFoundError
from sandbox.aws.server.eks.lookup import (
    addon_of,
    cluster_of,
    nodegroup_of,
    page,
    require_key,
    require_security_groups,
    subnets_of,
)
from sandbox.aws.server.eks.state import Cluster
from sandbox.aws.server.shapes import Shape, items

# What one call may change, and the type of the update that EKS records for it.
UPDATES = {
    "logging": "LoggingUpdate",
    "accessConfig": "AccessConfigUpdate",
    "upgradePolicy": "UpgradePolicyUpdate",
    "zonalShiftConfig": "ZonalShiftConfigUpdate",
    "kubernetesNetworkConfig": "ConfigUpdate",
    "storageConfig": "ConfigUpdate",
    "remoteNetworkConfig": "RemoteNetworkConfigUpdate",
    "deletionProtection": "DeletionProtectionUpdate",
    "controlPlaneScalingConfig": "ControlPlaneScalingConfigUpdate",
    "kubeApiServerConfig": "ConfigUpdate",
    "kubeSchedulerConfig": "ConfigUpdate",
    "kubeControllerManagerConfig": "ConfigUpdate",
}
ENDPOINT_FIELDS = {"endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs"}
VPC_FIELDS = {"subnetIds", "securityGroupIds"}
# Structures of which a request may name a part.
MERGED = {"accessConfig", "upgradePolicy", "kubernetesNetworkConfig"}
AUTHENTICATION_MODES = ("CONFIG_MAP", "API_AND_CONFIG_MAP", "API")


def update_cluster_config(call: Call) -> Shape:
    """Change one part of the cluster's configuration; EKS refuses two at once and a change that changes nothing."""
    cluster = cluster_of(call)
    changed = [field for field in call.params if field not in {"name", "clientRequestToken"}]
    if len(changed) != 1:
        raise InvalidParameterError("Only one type of update can be allowed.", cluster=cluster.name)
    field = changed[0]
    if field == "resourcesVpcConfig":
        return {"update": _update_vpc(call, cluster, call.params[field])}
    if field not in UPDATES:
        message = f"The sandbox does not emulate a change of {field}."
        raise InvalidParameterError(message, cluster=cluster.name)
    value = _merged(cluster, field, call.params[field])
    _require_change(cluster, cluster.data.get(field), value)
    cluster.data[field] = value
    return {"update": cluster.record(UPDATES[field], {field: str(call.params[field])})}


def update_cluster_version(call: Call) -> Shape:
    """Move the cluster one minor version up."""
    cluster = cluster_of(call)
    current, wanted = cluster.data["version"], versions.supported(call.params["version"])
    if wanted.name == current:
        message = f"Cluster is already at the desired version {current}"
        raise InvalidParameterError(message, cluster=cluster.name)
    if versions.minor(wanted.name) != versions.minor(current) + 1:
        message = f"Unsupported Kubernetes minor version update from {current} to {wanted.name}"
        raise InvalidParameterError(message, cluster=cluster.name)
    cluster.data |= {"version": wanted.name, "platformVersion": wanted.platform}
    return {"update": cluster.record("VersionUpdate", {"Version": wanted.name, "PlatformVersion": wanted.platform})}


def associate_encryption_config(call: Call) -> Shape:
    """Encrypt secrets with a KMS key; that cannot be undone or repeated."""
    cluster = cluster_of(call)
    if cluster.data.get("encryptionConfig"):
        message = f"Encryption is already enabled for cluster {cluster.name}."
        raise InvalidRequestError(message, cluster=cluster.name)
    for config in call.params["encryptionConfig"]:
        require_key(call, config["provider"]["keyArn"])
    cluster.data["encryptionConfig"] = call.params["encryptionConfig"]
    params = {"EncryptionConfig": str(call.params["encryptionConfig"])}
    return {"update": cluster.record("AssociateEncryptionConfig", params)}


def describe_update(call: Call) -> Shape:
    """Return one change."""
    cluster = cluster_of(call)
    update = cluster.updates.get(call.params["updateId"])
    if update is None or (update.nodegroup, update.addon) != _owner(call, cluster):
        message = f"No update found for ID: {call.params['updateId']}"
        raise ResourceNotFoundError(message, cluster=cluster.name)
    return {"update": update.data}


def list_updates(call: Call) -> Shape:
    """List the ids of all changes."""
    cluster = cluster_of(call)
    owner = _owner(call, cluster)
    mine = [name for name, update in cluster.updates.items() if (update.nodegroup, update.addon) == owner]
    return page(call, mine, "updateIds")


def _owner(call: Call, cluster: Cluster) -> tuple[str | None, str | None]:
    nodegroup, addon = call.params.get("nodegroupName"), call.params.get("addonName")
    if nodegroup:
        nodegroup_of(call, cluster)
    if addon:
        addon_of(call, cluster)
    return nodegroup, addon


def _update_vpc(call: Call, cluster: Cluster, sent: Shape) -> Shape:
    if sent.keys() & ENDPOINT_FIELDS and sent.keys() & VPC_FIELDS:
        raise InvalidParameterError("Only one type of update can be allowed.", cluster=cluster.name)
    current = cluster.data["resourcesVpcConfig"]
    if sent.keys() & VPC_FIELDS:
        subnets = subnets_of(call, sent.get("subnetIds") or current["subnetIds"])
        if {subnet["vpc"] for subnet in subnets} != {current["vpcId"]}:
            raise InvalidParameterError(
                "Provided subnets belong to a different VPC than the cluster's", cluster=cluster.name
            )
        require_security_groups(call, items(sent, "securityGroupIds"))
    value = complete_endpoint_access(current | sent)
    _require_change(cluster, current, value)
    cluster.data["resourcesVpcConfig"] = value
    kind = "VpcConfigUpdate" if sent.keys() & VPC_FIELDS else "EndpointAccessUpdate"
    return cluster.record(kind, {name[0].upper() + name[1:]: str(sent[name]) for name in sent})


def _merged(cluster: Cluster, field: str, sent: Any) -> Any:  # noqa: ANN401 each field has a shape of its own
    current: Any = cluster.data.get(field)
    if field == "logging":
        return logging_config(sent, current)
    if field == "accessConfig":
        _require_mode_change(cluster, sent["authenticationMode"])
    return current | sent if field in MERGED else sent


def _require_mode_change(cluster: Cluster, wanted: str) -> None:
    current = cluster.data["accessConfig"]["authenticationMode"]
    if AUTHENTICATION_MODES.index(wanted) < AUTHENTICATION_MODES.index(current):
        message = f"Unsupported authentication mode update from {current} to {wanted}"
        raise InvalidRequestError(message, cluster=cluster.name)


def _require_change(cluster: Cluster, current: object, wanted: object) -> None:
    if current == wanted:
        raise InvalidParameterError("Cluster is already at the desired configuration", cluster=cluster.name)


OPERATIONS = {
    "UpdateClusterConfig": update_cluster_config,
    "UpdateClusterVersion": update_cluster_version,
    "AssociateEncryptionConfig": associate_encryption_config,
    "DescribeUpdate": describe_update,
    "ListUpdates": list_updates,
}
