"""CloudTrail trails."""

from typing import Any

from sandbox.aws.provider.api import camel, deep_camel, parts, pascal, tag_list, tag_map
from sandbox.aws.provider.resource_type import Call, Name, ResourceType, Tagging, only
from sandbox.provider.values import Properties

_PLAIN = {
    "cloudWatchLogsGroupArn": "CloudWatchLogsLogGroupArn",
    "cloudWatchLogsRoleArn": "CloudWatchLogsRoleArn",
    "enableLogFileValidation": "EnableLogFileValidation",
    "includeGlobalServiceEvents": "IncludeGlobalServiceEvents",
    "isMultiRegionTrail": "IsMultiRegionTrail",
    "isOrganizationTrail": "IsOrganizationTrail",
    "kmsKeyId": "KmsKeyId",
    "s3BucketName": "S3BucketName",
    "s3KeyPrefix": "S3KeyPrefix",
}
_CLOUDWATCH = {"cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn"}
_MATCHES = {
    "field": "Field",
    "equals": "Equals",
    "notEquals": "NotEquals",
    "startsWiths": "StartsWith",
    "notStartsWiths": "NotStartsWith",
    "endsWiths": "EndsWith",
    "notEndsWiths": "NotEndsWith",
}
_BASIC = {
    "readWriteType": "ReadWriteType",
    "includeManagementEvents": "IncludeManagementEvents",
    "excludeManagementEventSources": "ExcludeManagementEventSources",
}
_ALL_MANAGEMENT: dict[str, Any] = {"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": []}


def _create(call: Call) -> str:
    tags = {"TagsList": tag_list(call.tags)} if call.tags else {}
    return call.client.create_trail(**pascal(call.inputs, "name", **_PLAIN), **tags)["TrailARN"]


def _update(call: Call) -> None:
    if call.old and call.changed(*_PLAIN):
        call.client.update_trail(Name=call.id, **_changes(call))
    if call.changed("enableLogging") and (call.old or call["enableLogging"]):
        (call.client.start_logging if call["enableLogging"] else call.client.stop_logging)(Name=call.id)
    if call.changed("eventSelectors", "advancedEventSelectors"):
        call.client.put_event_selectors(TrailName=call.id, **_selectors(call))


def _changes(call: Call) -> dict[str, Any]:
    changed = {name for name in _PLAIN if call.changed(name)}
    if changed & _CLOUDWATCH:
        changed |= _CLOUDWATCH  # AWS wants both or none
    # An empty text makes AWS forget.
    return {_PLAIN[name]: "" if call[name] is None else call[name] for name in changed}


def _selectors(call: Call) -> dict[str, Any]:
    if call["advancedEventSelectors"]:
        return {"AdvancedEventSelectors": [_advanced(selector) for selector in call["advancedEventSelectors"]]}
    return {
        "EventSelectors": [_basic(selector) for selector in parts(call.inputs, "eventSelectors")] or [_ALL_MANAGEMENT]
    }


def _advanced(selector: Properties) -> dict[str, Any]:
    fields = [pascal(field, **_MATCHES) for field in selector["fieldSelectors"]]
    return pascal(selector, "name") | {"FieldSelectors": fields}


def _basic(selector: Properties) -> dict[str, Any]:
    data = [pascal(data, "type", "values") for data in parts(selector, "dataResources")]
    return pascal(selector, **_BASIC) | {"DataResources": data}


def _read(call: Call) -> Properties:
    trail = only(call.client.describe_trails(trailNameList=[call.id])["trailList"])
    chosen: Properties = call.client.get_event_selectors(TrailName=call.id) if trail["HasCustomEventSelectors"] else {}
    basic = parts(chosen, "EventSelectors")
    tags = call.client.list_tags(ResourceIdList=[call.id])["ResourceTagList"][0]["TagsList"]
    return {
        "id": trail["TrailARN"],
        "arn": trail["TrailARN"],
        **camel(
            trail,
            "name",
            "homeRegion",
            **{**_PLAIN, "enableLogFileValidation": "LogFileValidationEnabled"},
            snsTopicArn="SnsTopicARN",
        ),
        "enableLogging": call.client.get_trail_status(Name=call.id)["IsLogging"],
        "eventSelectors": [] if basic == [_ALL_MANAGEMENT] else [_told(selector) for selector in basic],
        "advancedEventSelectors": [
            {
                "name": selector.get("Name"),
                "fieldSelectors": [
                    {name: field[api] for name, api in _MATCHES.items() if api in field}
                    for field in selector["FieldSelectors"]
                ],
            }
            for selector in parts(chosen, "AdvancedEventSelectors")
        ],
        **tag_map(tags),
    }


def _told(selector: dict[str, Any]) -> Properties:
    told = {name: value for name, value in camel(selector, **_BASIC).items() if value is not None}
    return told | {"dataResources": deep_camel(selector["DataResources"])}


TYPES = (
    ResourceType(
        sdk_type="aws:cloudtrail/trail:Trail",
        service="cloudtrail",
        create=_create,
        read=_read,
        update=_update,
        configure=True,
        delete=lambda call: call.client.delete_trail(Name=call.id),
        name=Name(max_length=128),
        ordered=frozenset({"advancedEventSelectors", "eventSelectors"}),
        tagging=Tagging(
            add=lambda call, tags: call.client.add_tags(ResourceId=call.id, TagsList=tag_list(tags)),
            remove=lambda call, keys: call.client.remove_tags(
                ResourceId=call.id, TagsList=tag_list({key: call.outputs["tagsAll"][key] for key in keys})
            ),
        ),
        not_emulated=frozenset({"insightSelectors", "snsTopicName"}),
    ),
)
