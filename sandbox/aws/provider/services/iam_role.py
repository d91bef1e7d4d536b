"""IAM roles."""

import json
from typing import Any
from urllib.parse import unquote

from sandbox.aws.provider.api import camel, part, parts, pascal, tag_list, tag_map
from sandbox.aws.provider.resource_type import Call, Name, ResourceType, Tagging
from sandbox.provider.values import Properties


def as_text(document: Any) -> str:  # noqa: ANN401
    """A policy document as text; boto3 parses what IAM sends URL-encoded."""
    return unquote(document) if isinstance(document, str) else json.dumps(document)


def _create_role(call: Call) -> str:
    parameters = pascal(
        call.inputs, "path", "description", "maxSessionDuration", "permissionsBoundary", name="RoleName",
        assumeRolePolicy="AssumeRolePolicyDocument",
    )  # fmt: skip
    call.client.create_role(**parameters, **({"Tags": tag_list(call.tags)} if call.tags else {}))
    return call["name"]


def _read_role(call: Call) -> Properties:
    role = call.client.get_role(RoleName=call.id)["Role"]
    boundary = part(role, "PermissionsBoundary")
    return {
        **camel(role, "path", "arn", "maxSessionDuration", name="RoleName", uniqueId="RoleId"),
        "description": role.get("Description") or "",
        "createDate": role["CreateDate"].strftime("%Y-%m-%dT%H:%M:%SZ"),
        "assumeRolePolicy": as_text(role["AssumeRolePolicyDocument"]),
        "permissionsBoundary": boundary.get("PermissionsBoundaryArn"),
        "managedPolicyArns": _attached(call) if call["managedPolicyArns"] is not None else None,
        **({"inlinePolicies": _inline(call)} if call["inlinePolicies"] is not None else {}),
        **tag_map(role.get("Tags")),
    }


def _attached(call: Call) -> list[str]:
    pages = call.client.get_paginator("list_attached_role_policies").paginate(RoleName=call.id)
    return [policy["PolicyArn"] for page in pages for policy in page["AttachedPolicies"]]


def _inline(call: Call) -> list[Properties]:
    names = call.client.list_role_policies(RoleName=call.id)["PolicyNames"]
    documents = {name: call.client.get_role_policy(RoleName=call.id, PolicyName=name) for name in names}
    return [{"name": name, "policy": as_text(found["PolicyDocument"])} for name, found in documents.items()]


def _update_role(call: Call) -> None:
    role = {"RoleName": call.id}
    if call.old and call.changed("description", "maxSessionDuration"):
        # The emulated IAM forgets whichever of the two is left out.
        call.client.update_role(**role, **pascal(call.inputs, "description", "maxSessionDuration"))
    if call.old and call.changed("assumeRolePolicy"):
        call.client.update_assume_role_policy(**role, PolicyDocument=call["assumeRolePolicy"])
    if call.old and call.changed("permissionsBoundary"):
        if call["permissionsBoundary"]:
            call.client.put_role_permissions_boundary(**role, PermissionsBoundary=call["permissionsBoundary"])
        else:
            call.client.delete_role_permissions_boundary(**role)
    _update_attached(call)
    _update_inline(call)


def _update_attached(call: Call) -> None:
    if not call.changed("managedPolicyArns"):
        return
    old, new = set[str](call.old.get("managedPolicyArns") or ()), set[str](call["managedPolicyArns"] or ())
    for arn in sorted(old - new):
        call.client.detach_role_policy(RoleName=call.id, PolicyArn=arn)
    for arn in sorted(new - old):
        call.client.attach_role_policy(RoleName=call.id, PolicyArn=arn)


def _update_inline(call: Call) -> None:
    new = {policy["name"]: policy["policy"] for policy in parts(call.inputs, "inlinePolicies")}
    for policy in parts(call.old, "inlinePolicies"):
        if policy["name"] not in new:
            call.client.delete_role_policy(RoleName=call.id, PolicyName=policy["name"])
    if call.changed("inlinePolicies"):
        for name, document in new.items():
            call.client.put_role_policy(RoleName=call.id, PolicyName=name, PolicyDocument=document)


def _delete_role(call: Call) -> None:
    if call["forceDetachPolicies"] or call["managedPolicyArns"]:
        for arn in _attached(call):
            call.client.detach_role_policy(RoleName=call.id, PolicyArn=arn)
    if call["forceDetachPolicies"] or call["inlinePolicies"]:
        for policy in _inline(call):
            call.client.delete_role_policy(RoleName=call.id, PolicyName=policy["name"])
    call.client.delete_role(RoleName=call.id)


TYPES = (
    ResourceType(
        sdk_type="aws:iam/role:Role",
        service="iam",
        create=_create_role,
        read=_read_role,
        update=_update_role,
        configure=True,
        delete=_delete_role,
        name=Name(max_length=64, prefix_property="namePrefix"),
        settings=frozenset({"forceDetachPolicies"}),
        documents=frozenset({"assumeRolePolicy", "inlinePolicies.policy"}),
        tagging=Tagging(
            add=lambda call, tags: call.client.tag_role(RoleName=call.id, Tags=tag_list(tags)),
            remove=lambda call, keys: call.client.untag_role(RoleName=call.id, TagKeys=keys),
        ),
        retry_delete=frozenset({"DeleteConflict"}),
    ),
)
