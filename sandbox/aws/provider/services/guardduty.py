"""GuardDuty: the detector of a region and its features."""

from typing import Any

from sandbox.aws.provider.api import camel, parts, pascal, tag_map
from sandbox.aws.provider.failures import code_of
from sandbox.aws.provider.resource_type import Call, GoneError, ResourceType, Tagging, only
from sandbox.provider.values import Properties


def _detector(call: Call, id_: str) -> Any:  # noqa: ANN401
    try:
        return call.client.get_detector(DetectorId=id_)
    except Exception as error:
        # AWS's words for a detector that does not exist.
        if code_of(error) == "BadRequestException" and "not owned" in str(error):
            raise GoneError from None
        raise


def _create(call: Call) -> str:
    tags = {"Tags": call.tags} if call.tags else {}
    return call.client.create_detector(**pascal(call.inputs, "enable", "findingPublishingFrequency"), **tags)[
        "DetectorId"
    ]


def _read(call: Call) -> Properties:
    detector = _detector(call, call.id)
    return {
        "arn": call.arn(f"detector/{call.id}"),
        "accountId": call.aws.account,
        "enable": detector["Status"] == "ENABLED",
        **camel(detector, "findingPublishingFrequency"),
        **tag_map(detector.get("Tags")),
    }


def _delete(call: Call) -> None:
    _detector(call, call.id)
    call.client.delete_detector(DetectorId=call.id)


def _put_feature(call: Call) -> str:
    feature = pascal(call.inputs, "name", "status")
    if more := parts(call.inputs, "additionalConfigurations"):
        feature["AdditionalConfiguration"] = [pascal(one, "name", "status") for one in more]
    call.client.update_detector(DetectorId=call["detectorId"], Features=[feature])
    return f"{call['detectorId']}/{call['name']}"


def _read_feature(call: Call) -> Properties:
    id_, _, name = call.id.partition("/")
    feature = only([one for one in parts(_detector(call, id_), "Features") if one["Name"] == name])
    return {
        "detectorId": id_,
        **camel(feature, "name", "status"),
        "additionalConfigurations": [camel(one, "name", "status") for one in parts(feature, "AdditionalConfiguration")],
    }


TYPES = (
    ResourceType(
        sdk_type="aws:guardduty/detector:Detector",
        service="guardduty",
        create=_create,
        read=_read,
        update=lambda call: call.client.update_detector(
            DetectorId=call.id, **pascal(call.inputs, "enable", "findingPublishingFrequency")
        ),
        delete=_delete,
        tagging=Tagging(
            add=lambda call, tags: call.client.tag_resource(ResourceArn=call.arn(f"detector/{call.id}"), Tags=tags),
            remove=lambda call, keys: call.client.untag_resource(
                ResourceArn=call.arn(f"detector/{call.id}"), TagKeys=keys
            ),
        ),
        # Deprecated in the SDK: DetectorFeature took its place.
        not_emulated=frozenset({"datasources"}),
    ),
    ResourceType(
        sdk_type="aws:guardduty/detectorFeature:DetectorFeature",
        service="guardduty",
        create=_put_feature,
        read=_read_feature,
        update=_put_feature,
        delete=lambda _call: None,
    ),
)
