"""EventBridge rules and their targets."""

from sandbox.aws.provider.api import camel, deep_camel, deep_pascal, pascal, tag_list, tag_map
from sandbox.aws.provider.resource_type import Call, Name, ResourceType, Tagging, only
from sandbox.provider.values import Properties

_DEFAULT_BUS = "default"
_RULE = ("name", "description", "eventBusName", "eventPattern", "scheduleExpression", "roleArn", "state")
_TARGET_PARTS = {"retryPolicy": "RetryPolicy", "deadLetterConfig": "DeadLetterConfig"}
_TRANSFORMER = {"inputPaths": "InputPathsMap", "inputTemplate": "InputTemplate"}


def _rule_name(call: Call) -> dict[str, str]:
    bus, _, name = call.id.rpartition("/")
    return {"Name": name, "EventBusName": bus or _DEFAULT_BUS}


def _put_rule(call: Call) -> str:
    parameters = pascal(call.inputs, *_RULE)
    if "isEnabled" in call.inputs and not call["state"]:
        parameters["State"] = "ENABLED" if call["isEnabled"] else "DISABLED"
    tags = {"Tags": tag_list(call.tags)} if call.tags and not call.id else {}
    call.client.put_rule(**parameters, **tags)
    bus = call["eventBusName"] or _DEFAULT_BUS
    return call["name"] if bus == _DEFAULT_BUS else f"{bus}/{call['name']}"


def _read_rule(call: Call) -> Properties:
    rule = call.client.describe_rule(**_rule_name(call))
    tags = call.client.list_tags_for_resource(ResourceARN=rule["Arn"])["Tags"]
    told = camel(rule, *_RULE, arn="Arn")
    is_flag = {"isEnabled": rule.get("State") == "ENABLED"} if "isEnabled" in call.inputs else {}
    return told | is_flag | {"eventBusName": told["eventBusName"] or _DEFAULT_BUS} | tag_map(tags)


def _target(call: Call) -> dict[str, str]:
    return {"Rule": call["rule"], "EventBusName": call["eventBusName"] or _DEFAULT_BUS}


def _put_target(call: Call) -> str:
    target = pascal(call.inputs, "arn", "input", "inputPath", "roleArn", targetId="Id")
    target |= {api: deep_pascal(call[name]) for name, api in _TARGET_PARTS.items() if call[name]}
    if call["inputTransformer"]:
        target["InputTransformer"] = pascal(call["inputTransformer"], **_TRANSFORMER)
    call.client.put_targets(**_target(call), Targets=[target])
    return _target_id(call)


def _target_id(call: Call) -> str:
    bus = call["eventBusName"] or _DEFAULT_BUS
    name = f"{call['rule']}-{call['targetId']}"
    return name if bus == _DEFAULT_BUS else f"{bus}-{name}"


def _read_target(call: Call) -> Properties:
    found = call.client.list_targets_by_rule(**_target(call))["Targets"]
    target = only([target for target in found if target["Id"] == call["targetId"]])
    transformer = target.get("InputTransformer")
    return {
        "id": _target_id(call),
        **camel(target, "arn", "input", "inputPath", "roleArn", targetId="Id"),
        **{name: deep_camel(target.get(api)) for name, api in _TARGET_PARTS.items()},
        "inputTransformer": camel(transformer, **_TRANSFORMER) if transformer else None,
        "rule": call["rule"],
        "eventBusName": call["eventBusName"] or _DEFAULT_BUS,
    }


def _identify_target(id: str) -> Properties:  # noqa: A002
    *bus, rule, target = id.split("/")
    return {"rule": rule, "targetId": target, "eventBusName": bus[0] if bus else _DEFAULT_BUS}


def _delete_target(call: Call) -> None:
    call.client.remove_targets(**_target(call), Ids=[call["targetId"]])


TYPES = (
    ResourceType(
        sdk_type="aws:cloudwatch/eventRule:EventRule",
        service="events",
        create=_put_rule,
        read=_read_rule,
        update=_put_rule,
        delete=lambda call: call.client.delete_rule(**_rule_name(call), Force=bool(call["forceDestroy"])),
        name=Name(max_length=64, prefix_property="namePrefix"),
        settings=frozenset({"forceDestroy"}),
        documents=frozenset({"eventPattern"}),
        tagging=Tagging(
            add=lambda call, tags: call.client.tag_resource(
                ResourceARN=call.client.describe_rule(**_rule_name(call))["Arn"], Tags=tag_list(tags)
            ),
            remove=lambda call, keys: call.client.untag_resource(
                ResourceARN=call.client.describe_rule(**_rule_name(call))["Arn"], TagKeys=keys
            ),
        ),
        retry_delete=frozenset({"ValidationException"}),
        not_emulated=frozenset({"eventBusName"}),
    ),
    ResourceType(
        sdk_type="aws:cloudwatch/eventTarget:EventTarget",
        service="events",
        create=_put_target,
        read=_read_target,
        update=_put_target,
        delete=_delete_target,
        identify=_identify_target,
        name=Name("targetId", 64),
        settings=frozenset({"forceDestroy"}),
        documents=frozenset({"input"}),
        not_emulated=frozenset(
            {
                "appsyncTarget",
                "batchTarget",
                "ecsTarget",
                "eventBusName",
                "httpTarget",
                "kinesisTarget",
                "redshiftTarget",
                "runCommandTargets",
                "sagemakerPipelineTarget",
                "sqsTarget",
            }
        ),
    ),
)
