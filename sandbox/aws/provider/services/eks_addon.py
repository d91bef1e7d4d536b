"""EKS add-ons."""

from sandbox.aws.provider.api import chosen, parts, tag_map
from sandbox.aws.provider.resource_type import Call, ResourceType
from sandbox.aws.provider.services.eks_waiting import EKS_TAGGING, update_and_wait, wait_for_status
from sandbox.provider.values import Properties

_SAME = ("addonVersion", "serviceAccountRoleArn", "configurationValues")


def _identities(call: Call) -> list[dict[str, str]]:
    return [chosen(one, "serviceAccount", "roleArn") for one in parts(call.inputs, "podIdentityAssociations")]


def _create(call: Call) -> str:
    parameters = chosen(
        call.inputs, "clusterName", "addonName", "namespaceConfig", *_SAME, resolveConflictsOnCreate="resolveConflicts"
    )
    if identities := _identities(call):
        parameters["podIdentityAssociations"] = identities
    call.client.create_addon(**parameters, **({"tags": call.tags} if call.tags else {}))
    return f"{call['clusterName']}:{call['addonName']}"


def _names(call: Call) -> dict[str, str]:
    cluster, _, addon = call.id.partition(":")
    return {"clusterName": cluster, "addonName": addon}


def _describe(call: Call) -> Properties:
    return call.client.describe_addon(**_names(call))["addon"]


def _read(call: Call) -> Properties:
    addon = wait_for_status(call, lambda: _describe(call), f"add-on {call.id}")
    arns: list[str] = addon.get("podIdentityAssociations") or []
    return {
        **_names(call),
        **{name: addon.get(name) or None for name in _SAME},
        "namespaceConfig": addon["namespaceConfig"],
        "podIdentityAssociations": [_identity(call, arn) for arn in arns] or None,
        "arn": addon["addonArn"],
        "createdAt": str(addon["createdAt"]),
        "modifiedAt": str(addon["modifiedAt"]),
        **tag_map(addon.get("tags")),
    }


def _identity(call: Call, arn: str) -> Properties:
    cluster, association = arn.split("/")[-2:]
    found = call.client.describe_pod_identity_association(clusterName=cluster, associationId=association)
    return chosen(found["association"], "serviceAccount", "roleArn")


def _update(call: Call) -> None:
    if not call.changed(*_SAME, "podIdentityAssociations", "resolveConflictsOnUpdate"):
        return
    parameters = chosen(call.inputs, *_SAME, resolveConflictsOnUpdate="resolveConflicts")
    if call.changed("podIdentityAssociations"):
        parameters["podIdentityAssociations"] = _identities(call)
    names = _names(call)
    update_and_wait(call, call.client.update_addon(**names, **parameters), addonName=names["addonName"])


def _delete(call: Call) -> None:
    call.client.delete_addon(**_names(call), preserve=bool(call["preserve"]))
    wait_for_status(call, lambda: _describe(call), f"deletion of add-on {call.id}", wanted="DELETED")


TYPES = (
    ResourceType(
        sdk_type="aws:eks/addon:Addon",
        service="eks",
        create=_create,
        read=_read,
        update=_update,
        delete=_delete,
        volatile=frozenset({"modifiedAt"}),
        settings=frozenset({"preserve", "resolveConflictsOnCreate", "resolveConflictsOnUpdate"}),
        documents=frozenset({"configurationValues"}),
        tagging=EKS_TAGGING,
    ),
)
