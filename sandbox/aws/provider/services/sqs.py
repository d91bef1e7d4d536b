"""SQS queues and their policies."""

from typing import Any

from sandbox.aws.provider.api import part, tag_map
from sandbox.aws.provider.resource_type import Call, GoneError, Name, ResourceType, Tagging
from sandbox.provider.values import Properties

_NUMBERS = {
    "delaySeconds": "DelaySeconds",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
}
_FLAGS = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "fifoQueue": "FifoQueue",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
}
_TEXTS = {
    "kmsMasterKeyId": "KmsMasterKeyId",
    "policy": "Policy",
    "redrivePolicy": "RedrivePolicy",
    "deduplicationScope": "DeduplicationScope",
    "fifoThroughputLimit": "FifoThroughputLimit",
}


def _attributes(call: Call) -> dict[str, str]:
    names = _NUMBERS | _FLAGS | _TEXTS
    given = {api: call[name] for name, api in names.items() if call.changed(name)}
    return {api: _text(value) for api, value in given.items()}


def _text(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _create(call: Call) -> str:
    tags = {"tags": call.tags} if call.tags else {}
    attributes = {key: value for key, value in _attributes(call).items() if value not in ("", "false")}
    return call.client.create_queue(QueueName=call["name"], Attributes=attributes, **tags)["QueueUrl"]


def _update(call: Call) -> None:
    attributes = _attributes(call)
    if attributes:
        call.client.set_queue_attributes(QueueUrl=call.id, Attributes=attributes)


def _read(call: Call) -> Properties:
    told = call.client.get_queue_attributes(QueueUrl=call.id, AttributeNames=["All"])["Attributes"]
    numbers = {name: int(told[api]) for name, api in _NUMBERS.items() if api in told}
    flags = {name: told.get(api, "false") == "true" for name, api in _FLAGS.items()}
    return {
        **numbers,
        **flags,
        **{name: told.get(api) or None for name, api in _TEXTS.items()},
        "name": call.id.rsplit("/", 1)[-1],
        "arn": told["QueueArn"],
        "url": call.id,
        **tag_map(call.client.list_queue_tags(QueueUrl=call.id).get("Tags")),
    }


def _put_policy(call: Call) -> str:
    call.client.set_queue_attributes(QueueUrl=call["queueUrl"], Attributes={"Policy": call["policy"]})
    return call["queueUrl"]


def _read_policy(call: Call) -> Properties:
    answer = call.client.get_queue_attributes(QueueUrl=call.id, AttributeNames=["Policy"])
    told = part(answer, "Attributes")
    if not told.get("Policy"):
        raise GoneError
    return {"queueUrl": call.id, "policy": told["Policy"]}


TYPES = (
    ResourceType(
        sdk_type="aws:sqs/queue:Queue",
        service="sqs",
        create=_create,
        read=_read,
        update=_update,
        delete=lambda call: call.client.delete_queue(QueueUrl=call.id),
        name=Name(
            max_length=80,
            prefix_property="namePrefix",
            suffix=lambda inputs: ".fifo" if inputs.get("fifoQueue") else "",
        ),
        documents=frozenset({"policy", "redrivePolicy"}),
        not_emulated=frozenset({"redriveAllowPolicy"}),
        tagging=Tagging(
            add=lambda call, tags: call.client.tag_queue(QueueUrl=call.id, Tags=tags),
            remove=lambda call, keys: call.client.untag_queue(QueueUrl=call.id, TagKeys=keys),
        ),
    ),
    ResourceType(
        sdk_type="aws:sqs/queuePolicy:QueuePolicy",
        service="sqs",
        create=_put_policy,
        read=_read_policy,
        update=_put_policy,
        delete=lambda call: call.client.set_queue_attributes(QueueUrl=call.id, Attributes={"Policy": ""}),
        documents=frozenset({"policy"}),
    ),
)
