"""Who may use an EKS cluster: access entries, access policies, pod identities."""

from typing import Any

from sandbox.aws.provider.api import chosen, tag_map
from sandbox.aws.provider.resource_type import Call, ResourceType, Tagging, only
from sandbox.provider.values import Properties

_ENTRY = {"userName": "username", "kubernetesGroups": "kubernetesGroups", "type": "type"}
_POD = ("clusterName", "namespace", "serviceAccount", "roleArn", "targetRoleArn", "disableSessionTags", "policy")


def _tags(call: Call) -> dict[str, Any]:
    return {"tags": call.tags} if call.tags else {}


def _create_entry(call: Call) -> str:
    call.client.create_access_entry(**chosen(call.inputs, "clusterName", "principalArn", **_ENTRY), **_tags(call))
    return f"{call['clusterName']}:{call['principalArn']}"


def _entry(call: Call) -> dict[str, str]:
    cluster, _, principal = call.id.partition(":")
    return {"clusterName": cluster, "principalArn": principal}


def _read_entry(call: Call) -> Properties:
    entry = call.client.describe_access_entry(**_entry(call))["accessEntry"]
    return {
        **_entry(call),
        **{name: entry.get(api) for name, api in _ENTRY.items()},
        "accessEntryArn": entry["accessEntryArn"],
        "createdAt": str(entry["createdAt"]),
        "modifiedAt": str(entry["modifiedAt"]),
        **tag_map(entry.get("tags")),
    }


def _update_entry(call: Call) -> None:
    if call.changed("userName", "kubernetesGroups"):
        groups: list[str] = call["kubernetesGroups"] or []
        user = chosen(call.inputs, userName="username")
        call.client.update_access_entry(**_entry(call), kubernetesGroups=groups, **user)


def _associate(call: Call) -> str:
    scope = chosen(call["accessScope"], "type", "namespaces")
    parameters = chosen(call.inputs, "clusterName", "principalArn", "policyArn")
    call.client.associate_access_policy(**parameters, accessScope=scope)
    return f"{call['clusterName']}#{call['principalArn']}#{call['policyArn']}"


def _association(call: Call) -> dict[str, str]:
    return dict(zip(("clusterName", "principalArn", "policyArn"), call.id.split("#"), strict=True))


def _read_association(call: Call) -> Properties:
    names = _association(call)
    policy = names.pop("policyArn")
    found = call.client.list_associated_access_policies(**names)["associatedAccessPolicies"]
    one = only([one for one in found if one["policyArn"] == policy])
    scope = {name: value for name, value in one["accessScope"].items() if value}
    return {
        **names,
        "policyArn": policy,
        "accessScope": scope,
        "associatedAt": str(one["associatedAt"]),
        "modifiedAt": str(one["modifiedAt"]),
    }


def _create_identity(call: Call) -> str:
    answer = call.client.create_pod_identity_association(**chosen(call.inputs, *_POD), **_tags(call))
    return answer["association"]["associationId"]


def _identity(call: Call) -> dict[str, str]:
    return {"clusterName": call["clusterName"], "associationId": call.id.rpartition(",")[2]}


def _read_identity(call: Call) -> Properties:
    found = call.client.describe_pod_identity_association(**_identity(call))["association"]
    return {
        "id": found["associationId"],
        **{name: found.get(name) for name in (*_POD, "associationArn", "associationId", "externalId")},
        **tag_map(found.get("tags")),
    }


def _update_identity(call: Call) -> None:
    changed = {name: call[name] for name in ("roleArn", "targetRoleArn", "disableSessionTags", "policy")}
    if call.changed(*changed):
        call.client.update_pod_identity_association(**_identity(call), **chosen(changed, *changed))


def _tagging_of(output: str) -> Tagging:
    return Tagging(
        add=lambda call, tags: call.client.tag_resource(resourceArn=call.outputs[output], tags=tags),
        remove=lambda call, keys: call.client.untag_resource(resourceArn=call.outputs[output], tagKeys=keys),
    )


TYPES = (
    ResourceType(
        sdk_type="aws:eks/accessEntry:AccessEntry",
        service="eks",
        create=_create_entry,
        read=_read_entry,
        update=_update_entry,
        delete=lambda call: call.client.delete_access_entry(**_entry(call)),
        volatile=frozenset({"modifiedAt"}),
        tagging=_tagging_of("accessEntryArn"),
    ),
    ResourceType(
        sdk_type="aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        service="eks",
        create=_associate,
        read=_read_association,
        delete=lambda call: call.client.disassociate_access_policy(**_association(call)),
    ),
    ResourceType(
        sdk_type="aws:eks/podIdentityAssociation:PodIdentityAssociation",
        service="eks",
        create=_create_identity,
        read=_read_identity,
        update=_update_identity,
        delete=lambda call: call.client.delete_pod_identity_association(**_identity(call)),
        identify=lambda given: {"clusterName": given.partition(",")[0]},
        documents=frozenset({"policy"}),
        tagging=_tagging_of("associationArn"),
    ),
)
