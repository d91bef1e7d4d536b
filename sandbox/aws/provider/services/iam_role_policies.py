"""Policies written into an IAM role, and managed ones attached to it."""

from sandbox.aws.provider.resource_type import Call, Name, ResourceType, only
from sandbox.aws.provider.services.iam_role import as_text
from sandbox.provider.values import Properties


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
        sdk_type="aws:iam/rolePolicy:RolePolicy",
        service="iam",
        create=_put_role_policy,
        read=_read_role_policy,
        update=_put_role_policy,
        delete=lambda call: call.client.delete_role_policy(**_role_policy(call)),
        name=Name(max_length=128, prefix_property="namePrefix"),
        documents=frozenset({"policy"}),
    ),
    ResourceType(
        sdk_type="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        service="iam",
        create=_attach,
        read=_read_attachment,
        delete=_detach,
    ),
)
