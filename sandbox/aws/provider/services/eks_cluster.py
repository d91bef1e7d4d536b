"""EKS clusters."""

from collections.abc import Collection
from typing import Any

from sandbox.aws.provider.api import chosen, part, parts, tag_map
from sandbox.aws.provider.resource_type import Call, Name, ResourceType
from sandbox.aws.provider.services.eks_waiting import EKS_TAGGING, update_and_wait, wait_for_status
from sandbox.provider.values import Properties

_DIRECT = (
    "name", "roleArn", "version", "accessConfig", "upgradePolicy", "kubernetesNetworkConfig",
    "zonalShiftConfig", "bootstrapSelfManagedAddons", "deletionProtection",
)  # fmt: skip
_LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")
# Each of these is one update of its own; EKS accepts one at a time.
_UPDATES = {
    "vpcConfig": "resourcesVpcConfig",
    "accessConfig": "accessConfig",
    "upgradePolicy": "upgradePolicy",
    "zonalShiftConfig": "zonalShiftConfig",
    "deletionProtection": "deletionProtection",
}
_VPC_INPUTS = ("subnetIds", "securityGroupIds", "endpointPrivateAccess", "endpointPublicAccess", "publicAccessCidrs")


def _logging(call: Call) -> dict[str, Any]:
    wanted: list[str] = call["enabledClusterLogTypes"] or []
    unwanted = [name for name in _LOG_TYPES if name not in wanted]
    blocks = [{"types": wanted, "enabled": True}, {"types": unwanted, "enabled": False}]
    return {"clusterLogging": [block for block in blocks if block["types"]]}


def _encryption(call: Call) -> list[dict[str, Any]]:
    config = part(call.inputs, "encryptionConfig")
    return [chosen(config, "provider", "resources")] if config else []


def _create(call: Call) -> str:
    parameters = chosen(call.inputs, *_DIRECT)
    parameters["resourcesVpcConfig"] = chosen(call["vpcConfig"], *_VPC_INPUTS)
    if call["enabledClusterLogTypes"]:
        parameters["logging"] = _logging(call)
    if encryption := _encryption(call):
        parameters["encryptionConfig"] = encryption
    call.client.create_cluster(**parameters, **({"tags": call.tags} if call.tags else {}))
    return call["name"]


def _describe(call: Call) -> Properties:
    return call.client.describe_cluster(name=call.id)["cluster"]


def _read(call: Call) -> Properties:
    cluster = wait_for_status(call, lambda: _describe(call), f"cluster {call.id}")
    blocks = parts(part(cluster, "logging"), "clusterLogging")
    logs = [name for block in blocks if block["enabled"] for name in block["types"]]
    issuer = part(part(cluster, "identity"), "oidc").get("issuer")
    encryption = parts(cluster, "encryptionConfig")
    told = {name: cluster.get(name) for name in _DIRECT if name != "bootstrapSelfManagedAddons"}
    access = part(told, "accessConfig")
    return told | {
        # AWS tells only the mode: who created the cluster is known at its creation.
        "accessConfig": part(call.inputs, "accessConfig") | access if access else None,
        "vpcConfig": cluster["resourcesVpcConfig"],
        "enabledClusterLogTypes": logs or None,
        "encryptionConfig": chosen(encryption[0], "provider", "resources") if encryption else None,
        "arn": cluster["arn"],
        "certificateAuthority": cluster["certificateAuthority"],
        "clusterId": cluster.get("id"),
        "createdAt": str(cluster["createdAt"]),
        "endpoint": cluster["endpoint"],
        "identities": [{"oidcs": [{"issuer": issuer}]}] if issuer else [],
        "platformVersion": cluster["platformVersion"],
        "status": cluster["status"],
        **tag_map(cluster.get("tags")),
    }


def _update(call: Call) -> None:
    if call.changed("version"):
        update_and_wait(call, call.client.update_cluster_version(name=call.id, version=call["version"]))
    if call.changed("enabledClusterLogTypes"):
        update_and_wait(call, call.client.update_cluster_config(name=call.id, logging=_logging(call)))
    if call.changed("encryptionConfig") and _encryption(call):
        answer = call.client.associate_encryption_config(clusterName=call.id, encryptionConfig=_encryption(call))
        update_and_wait(call, answer)
    for name, api in _UPDATES.items():
        if call.changed(name) and call[name] is not None:
            value = _changed_parts(call, name)
            update_and_wait(call, call.client.update_cluster_config(name=call.id, **{api: value}))


def _changed_parts(call: Call, name: str) -> Any:  # noqa: ANN401
    value = call[name]
    if name == "vpcConfig":
        before = part(call.old, name)
        return {key: value[key] for key in _VPC_INPUTS if key in value and value[key] != before.get(key)}
    return chosen(value, "authenticationMode") if name == "accessConfig" else value


def _replaces_when(old: Properties, new: Properties) -> Collection[str]:
    # Encryption with a key of one's own cannot be given up.
    return ("encryptionConfig",) if old.get("encryptionConfig") and not new.get("encryptionConfig") else ()


def _delete(call: Call) -> None:
    call.client.delete_cluster(name=call.id)
    wait_for_status(call, lambda: _describe(call), f"deletion of cluster {call.id}", wanted="DELETED")


TYPES = (
    ResourceType(
        sdk_type="aws:eks/cluster:Cluster",
        service="eks",
        create=_create,
        read=_read,
        update=_update,
        replaces_when=_replaces_when,
        delete=_delete,
        name=Name(max_length=100),
        settings=frozenset({"forceUpdateVersion", "defaultAddonsToRemoves"}),
        tagging=EKS_TAGGING,
        retry_delete=frozenset({"ResourceInUseException"}),
        not_emulated=frozenset(
            {
                "computeConfig",
                "controlPlaneScalingConfig",
                "kubeApiServerConfig",
                "kubeControllerManagerConfig",
                "kubeSchedulerConfig",
                "outpostConfig",
                "remoteNetworkConfig",
                "storageConfig",
            }
        ),
    ),
)
