"""CloudWatch log groups."""

from sandbox.aws.provider.api import chosen, tag_map
from sandbox.aws.provider.resource_type import Call, Name, ResourceType, Tagging, only
from sandbox.provider.values import Properties

_NEVER = 0


def _arn(call: Call) -> str:
    return call.arn(f"log-group:{call.id}", "logs")


def _create(call: Call) -> str:
    parameters = chosen(call.inputs, "kmsKeyId", "logGroupClass", "deletionProtectionEnabled", name="logGroupName")
    call.client.create_log_group(**parameters, **({"tags": call.tags} if call.tags else {}))
    return call["name"]


def _read(call: Call) -> Properties:
    found = call.client.describe_log_groups(logGroupNamePrefix=call.id)["logGroups"]
    group = only([group for group in found if group["logGroupName"] == call.id])
    return {
        **chosen(group, "logGroupClass", "deletionProtectionEnabled"),
        "name": call.id,
        "arn": _arn(call),
        "retentionInDays": group.get("retentionInDays", _NEVER),
        "kmsKeyId": group.get("kmsKeyId"),
        **tag_map(call.client.list_tags_for_resource(resourceArn=_arn(call))["tags"]),
    }


def _update(call: Call) -> None:
    group = {"logGroupName": call.id}
    if call.changed("retentionInDays"):
        if call["retentionInDays"]:
            call.client.put_retention_policy(**group, retentionInDays=call["retentionInDays"])
        elif call.old:
            call.client.delete_retention_policy(**group)
    if call.old and call.changed("deletionProtectionEnabled"):
        protected = bool(call["deletionProtectionEnabled"])
        call.client.put_log_group_deletion_protection(logGroupIdentifier=call.id, deletionProtectionEnabled=protected)
    if call.old and call.changed("kmsKeyId"):
        if call["kmsKeyId"]:
            call.client.associate_kms_key(**group, kmsKeyId=call["kmsKeyId"])
        else:
            call.client.disassociate_kms_key(**group)


def _delete(call: Call) -> None:
    if not call["skipDestroy"]:
        call.client.delete_log_group(logGroupName=call.id)


TYPES = (
    ResourceType(
        sdk_type="aws:cloudwatch/logGroup:LogGroup",
        service="logs",
        create=_create,
        read=_read,
        update=_update,
        configure=True,
        delete=_delete,
        name=Name(max_length=512, prefix_property="namePrefix"),
        settings=frozenset({"skipDestroy"}),
        tagging=Tagging(
            add=lambda call, tags: call.client.tag_resource(resourceArn=_arn(call), tags=tags),
            remove=lambda call, keys: call.client.untag_resource(resourceArn=_arn(call), tagKeys=keys),
        ),
    ),
)
