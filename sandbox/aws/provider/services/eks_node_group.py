"""EKS managed node groups."""

from typing import Any

from sandbox.aws.provider.api import chosen, part, parts, tag_map
from sandbox.aws.provider.resource_type import Call, Name, ResourceType
from sandbox.aws.provider.services.eks_waiting import EKS_TAGGING, update_and_wait, wait_for_status
from sandbox.provider.values import Properties

_SAME = (
    "clusterName", "scalingConfig", "amiType", "capacityType", "diskSize", "instanceTypes", "labels", "taints",
    "updateConfig", "version", "releaseVersion",
)  # fmt: skip
_RENAMED = {"nodeGroupName": "nodegroupName", "nodeRoleArn": "nodeRole", "subnetIds": "subnets"}


def _launch_template(call: Call) -> dict[str, Any]:
    template = part(call.inputs, "launchTemplate")
    return {"launchTemplate": chosen(template, "id", "name", "version")} if template else {}


def _create(call: Call) -> str:
    parameters = chosen(call.inputs, *_SAME, **_RENAMED)
    tags = {"tags": call.tags} if call.tags else {}
    call.client.create_nodegroup(**parameters, **_launch_template(call), **tags)
    return f"{call['clusterName']}:{call['nodeGroupName']}"


def _names(call: Call) -> dict[str, str]:
    cluster, _, group = call.id.partition(":")
    return {"clusterName": cluster, "nodegroupName": group}


def _describe(call: Call) -> Properties:
    return call.client.describe_nodegroup(**_names(call))["nodegroup"]


def _read(call: Call) -> Properties:
    group = wait_for_status(call, lambda: _describe(call), f"node group {call.id}")
    told = {name: group.get(name) for name in _SAME}
    told |= {name: group.get(api) for name, api in _RENAMED.items()}
    groups = parts(part(group, "resources"), "autoScalingGroups")
    return told | {
        "taints": group.get("taints") or None,
        "labels": group.get("labels") or None,
        "launchTemplate": group.get("launchTemplate"),
        "arn": group["nodegroupArn"],
        "status": group["status"],
        "resources": [
            {
                "autoscalingGroups": [{"name": one["name"]} for one in groups],
                "remoteAccessSecurityGroupId": part(group, "resources").get("remoteAccessSecurityGroup") or "",
            }
        ],
        **tag_map(group.get("tags")),
    }


def _update(call: Call) -> None:
    changed = {name: call[name] for name in ("scalingConfig", "updateConfig") if call.changed(name)}
    config = chosen(changed, "scalingConfig", "updateConfig")
    if call.changed("labels"):
        old, new = dict[str, str](call.old.get("labels") or {}), dict[str, str](call["labels"] or {})
        added = {key: value for key, value in new.items() if old.get(key) != value}
        config["labels"] = {"addOrUpdateLabels": added, "removeLabels": [key for key in old if key not in new]}
    if call.changed("taints"):
        config["taints"] = _taints(parts(call.old, "taints"), parts(call.inputs, "taints"))
    if config:
        _wait(call, call.client.update_nodegroup_config(**_names(call), **config))
    if call.changed("version", "releaseVersion", "launchTemplate"):
        parameters = chosen(call.inputs, "version", "releaseVersion", forceUpdateVersion="force")
        _wait(call, call.client.update_nodegroup_version(**_names(call), **parameters, **_launch_template(call)))


def _taints(old: list[Properties], new: list[Properties]) -> dict[str, list[Properties]]:
    kept = {(taint["key"], taint["effect"]) for taint in new}
    return {
        "addOrUpdateTaints": [taint for taint in new if taint not in old],
        "removeTaints": [taint for taint in old if (taint["key"], taint["effect"]) not in kept],
    }


def _wait(call: Call, answer: Properties) -> None:
    update_and_wait(call, answer, nodegroupName=_names(call)["nodegroupName"])


def _delete(call: Call) -> None:
    call.client.delete_nodegroup(**_names(call))
    wait_for_status(call, lambda: _describe(call), f"deletion of node group {call.id}", wanted="DELETED")


TYPES = (
    ResourceType(
        sdk_type="aws:eks/nodeGroup:NodeGroup",
        service="eks",
        create=_create,
        read=_read,
        update=_update,
        delete=_delete,
        name=Name("nodeGroupName", 63, prefix_property="nodeGroupNamePrefix"),
        ordered=frozenset({"instanceTypes"}),
        settings=frozenset({"forceUpdateVersion"}),
        tagging=EKS_TAGGING,
        not_emulated=frozenset({"nodeRepairConfig", "remoteAccess", "warmPoolConfig"}),
    ),
)
