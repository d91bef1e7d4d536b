"""KMS keys and aliases."""

from sandbox.aws.provider.api import camel, pascal, tag_list, tag_map
from sandbox.aws.provider.resource_type import Call, GoneError, Name, ResourceType, Tagging, only
from sandbox.provider.values import Properties

_DELETION_DAYS = 30


def _create_key(call: Call) -> str:
    parameters = pascal(
        call.inputs, "description", "keyUsage", "multiRegion", "policy",
        customerMasterKeySpec="KeySpec", bypassPolicyLockoutSafetyCheck="BypassPolicyLockoutSafetyCheck",
    )  # fmt: skip
    tags = {"Tags": tag_list(call.tags, "TagKey", "TagValue")} if call.tags else {}
    return call.client.create_key(**parameters, **tags)["KeyMetadata"]["KeyId"]


def _read_key(call: Call) -> Properties:
    key = call.client.describe_key(KeyId=call.id)["KeyMetadata"]
    if key["KeyState"] == "PendingDeletion":
        raise GoneError
    rotation = call.client.get_key_rotation_status(KeyId=call.id)
    rotates = rotation["KeyRotationEnabled"]
    return {
        **camel(key, "arn", "keyId", "keyUsage", "description", customerMasterKeySpec="KeySpec", isEnabled="Enabled"),
        "multiRegion": key.get("MultiRegion", False),
        "policy": call.client.get_key_policy(KeyId=call.id, PolicyName="default")["Policy"],
        "enableKeyRotation": rotates,
        "rotationPeriodInDays": rotation.get("RotationPeriodInDays") if rotates else None,
        **tag_map(call.client.list_resource_tags(KeyId=call.id)["Tags"], "TagKey", "TagValue"),
    }


def _update_key(call: Call) -> None:
    key = {"KeyId": call.id}
    if call.changed("enableKeyRotation", "rotationPeriodInDays"):
        if call["enableKeyRotation"]:
            call.client.enable_key_rotation(**key, **pascal(call.inputs, "rotationPeriodInDays"))
        elif call.old:
            call.client.disable_key_rotation(**key)
    if call.old and call.changed("description"):
        call.client.update_key_description(**key, Description=call["description"] or "")
    if call.old and call.changed("policy"):
        call.client.put_key_policy(**key, PolicyName="default", Policy=call["policy"])
    if call.changed("isEnabled") and (call.old or not call["isEnabled"]):
        (call.client.enable_key if call["isEnabled"] else call.client.disable_key)(**key)


def _delete_key(call: Call) -> None:
    days = call["deletionWindowInDays"] or _DELETION_DAYS
    call.client.schedule_key_deletion(KeyId=call.id, PendingWindowInDays=days)


def _create_alias(call: Call) -> str:
    call.client.create_alias(AliasName=call["name"], TargetKeyId=call["targetKeyId"])
    return call["name"]


def _read_alias(call: Call) -> Properties:
    pages = call.client.get_paginator("list_aliases").paginate()
    alias = only([a for page in pages for a in page["Aliases"] if a["AliasName"] == call.id])
    target = call.arn(f"key/{alias['TargetKeyId']}")
    # The program may name the key by id or by ARN.
    same = call["targetKeyId"] in {target, alias["TargetKeyId"]}
    return {
        "name": call.id,
        "arn": call.arn(call.id),
        "targetKeyId": call["targetKeyId"] if same else alias["TargetKeyId"],
        "targetKeyArn": target,
    }


TYPES = (
    ResourceType(
        sdk_type="aws:kms/key:Key",
        service="kms",
        create=_create_key,
        read=_read_key,
        update=_update_key,
        configure=True,
        delete=_delete_key,
        settings=frozenset({"deletionWindowInDays", "bypassPolicyLockoutSafetyCheck"}),
        documents=frozenset({"policy"}),
        tagging=Tagging(
            add=lambda call, tags: call.client.tag_resource(KeyId=call.id, Tags=tag_list(tags, "TagKey", "TagValue")),
            remove=lambda call, keys: call.client.untag_resource(KeyId=call.id, TagKeys=keys),
        ),
        not_emulated=frozenset({"customKeyStoreId", "xksKeyId"}),
    ),
    ResourceType(
        sdk_type="aws:kms/alias:Alias",
        service="kms",
        create=_create_alias,
        read=_read_alias,
        update=lambda call: call.client.update_alias(AliasName=call.id, TargetKeyId=call["targetKeyId"]),
        delete=lambda call: call.client.delete_alias(AliasName=call.id),
        name=Name(prefix_property="namePrefix", prefix="alias/"),
    ),
)
