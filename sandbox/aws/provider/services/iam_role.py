"""IAM roles, what is attached to them, and instance profiles."""

import json
from typing import Any
from urllib.parse import unquote

from sandbox.aws.provider.api import camel, part, parts, pascal, tag_list, tag_map
from sandbox.aws.provider.resource_type import Call, Name, ResourceType, Tagging, only
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


def _create_profile(call: Call) -> str:
    parameters = pascal(call.inputs, "path", name="InstanceProfileName")
    call.client.create_instance_profile(**parameters, **({"Tags": tag_list(call.tags)} if call.tags else {}))
    return call["name"]


def _update_profile(call: Call) -> None:
    if call.changed("role"):
        if call.old.get("role"):
            call.client.remove_role_from_instance_profile(InstanceProfileName=call.id, RoleName=call.old["role"])
        if call["role"]:
            call.client.add_role_to_instance_profile(InstanceProfileName=call.id, RoleName=call["role"])


def _read_profile(call: Call) -> Properties:
    profile = call.client.get_instance_profile(InstanceProfileName=call.id)["InstanceProfile"]
    roles = [role["RoleName"] for role in profile["Roles"]]
    return {
        **camel(profile, "path", "arn", name="InstanceProfileName", uniqueId="InstanceProfileId"),
        "createDate": profile["CreateDate"].strftime("%Y-%m-%dT%H:%M:%SZ"),
        "role": roles[0] if roles else None,
        **tag_map(profile.get("Tags")),
    }


def _delete_profile(call: Call) -> None:
    if call["role"]:
        call.client.remove_role_from_instance_profile(InstanceProfileName=call.id, RoleName=call["role"])
    call.client.delete_instance_profile(InstanceProfileName=call.id)


def _attach(call: Call) -> str:
    call.client.attach_role_policy(RoleName=call["role"], PolicyArn=call["policyArn"])
    return f"{call['role']}/{call['policyArn']}"


def _read_attachment(call: Call) -> Properties:
    role, _, arn = call.id.partition("/")
    pages = call.client.get_paginator("list_attached_role_policies").paginate(RoleName=role)
    attached = [policy["PolicyArn"] for page in pages for policy in page["AttachedPolicies"]]
    return {"role": role, "policyArn": only([one for one in attached if one == arn])}


def _detach(call: Call) -> None:
    role, _, arn = call.id.partition("/")
    call.client.detach_role_policy(RoleName=role, PolicyArn=arn)


def _role_policy(call: Call) -> dict[str, str]:
    role, _, name = call.id.partition(":")
    return {"RoleName": role, "PolicyName": name}


def _put_role_policy(call: Call) -> str:
    call.client.put_role_policy(RoleName=call["role"], PolicyName=call["name"], PolicyDocument=call["policy"])
    return f"{call['role']}:{call['name']}"


def _read_role_policy(call: Call) -> Properties:
    found = call.client.get_role_policy(**_role_policy(call))
    return {"role": found["RoleName"], "name": found["PolicyName"], "policy": as_text(found["PolicyDocument"])}


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
        defaults={"path": "/", "maxSessionDuration": 3600, "forceDetachPolicies": False},
        replaces=frozenset({"name", "namePrefix", "path"}),
        computed=frozenset({"managedPolicyArns", "inlinePolicies"}),
        settings=frozenset({"forceDetachPolicies"}),
        documents=frozenset({"assumeRolePolicy", "inlinePolicies.policy"}),
        tagging=Tagging(
            add=lambda call, tags: call.client.tag_role(RoleName=call.id, Tags=tag_list(tags)),
            remove=lambda call, keys: call.client.untag_role(RoleName=call.id, TagKeys=keys),
        ),
        retry_delete=frozenset({"DeleteConflict"}),
    ),
    ResourceType(
        sdk_type="aws:iam/rolePolicy:RolePolicy",
        service="iam",
        create=_put_role_policy,
        read=_read_role_policy,
        update=_put_role_policy,
        delete=lambda call: call.client.delete_role_policy(**_role_policy(call)),
        name=Name(max_length=128, prefix_property="namePrefix"),
        replaces=frozenset({"name", "namePrefix", "role"}),
        documents=frozenset({"policy"}),
    ),
    ResourceType(
        sdk_type="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        service="iam",
        create=_attach,
        read=_read_attachment,
        delete=_detach,
        unique=True,
    ),
    ResourceType(
        sdk_type="aws:iam/instanceProfile:InstanceProfile",
        service="iam",
        create=_create_profile,
        read=_read_profile,
        update=_update_profile,
        configure=True,
        delete=_delete_profile,
        name=Name(max_length=128, prefix_property="namePrefix"),
        defaults={"path": "/"},
        replaces=frozenset({"name", "namePrefix", "path"}),
        tagging=Tagging(
            add=lambda call, tags: call.client.tag_instance_profile(InstanceProfileName=call.id, Tags=tag_list(tags)),
            remove=lambda call, keys: call.client.untag_instance_profile(InstanceProfileName=call.id, TagKeys=keys),
        ),
        unique=True,
    ),
)
