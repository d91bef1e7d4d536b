"""GuardDuty: one detector in a region, its features one by one, its tags."""

from typing import Any

from sandbox.aws.server.calls import AwsError, Call
from sandbox.aws.server.shapes import Shape, items

# Always on; nobody configures them.
_FOUNDATION = ("CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS")
# What a new detector has without being asked, by the reference of CreateDetector, read on 2026-11-21:
# https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateDetector.html
_FEATURES = {
    "EBS_MALWARE_PROTECTION": "ENABLED",
    "EKS_AUDIT_LOGS": "ENABLED",
    "EKS_RUNTIME_MONITORING": "DISABLED",
    "LAMBDA_NETWORK_LOGS": "ENABLED",
    "RDS_LOGIN_EVENTS": "ENABLED",
    "RUNTIME_MONITORING": "DISABLED",
    "S3_DATA_EVENTS": "ENABLED",
}
_RUNTIME = {"EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING"}
_NOT_OWNED = "The request is rejected because the input detectorId is not owned by the current account."


def create_detector(call: Call) -> Shape:
    """Create the only detector of the region."""
    guardduty, params = call.backend("guardduty"), call.params
    if guardduty.detectors:
        message = "The request is rejected because a detector already exists for the current account."
        raise AwsError("BadRequestException", message)
    id_ = guardduty.create_detector(
        params["Enable"], params.get("FindingPublishingFrequency"), {}, params.get("Tags") or {}, []
    )
    detector = guardduty.detectors[id_]
    detector.features = [{"Name": name, "Status": status} for name, status in _FEATURES.items()]
    _configure(detector, items(params, "Features"))
    return {"DetectorId": id_}


def get_detector(call: Call) -> Shape:
    """Tell what the detector does."""
    detector = _detector(call)
    return {
        "CreatedAt": detector.created_at.isoformat(),
        "FindingPublishingFrequency": detector.finding_publish_freq,
        "ServiceRole": detector.service_role,
        "Status": "ENABLED" if detector.enabled else "DISABLED",
        "Tags": detector.tags,
        "Features": [*({"Name": name, "Status": "ENABLED"} for name in _FOUNDATION), *detector.features],
    }


def update_detector(call: Call) -> Shape:
    """Change what is named; the other features stay as they are."""
    detector, params = _detector(call), call.params
    detector.enabled = params.get("Enable", detector.enabled)
    detector.finding_publish_freq = params.get("FindingPublishingFrequency") or detector.finding_publish_freq
    _configure(detector, items(params, "Features"))
    return {}


def delete_detector(call: Call) -> Shape:
    """Delete it with its findings."""
    del call.backend("guardduty").detectors[_detector(call).id]
    return {}


def tag_resource(call: Call) -> Shape:
    """Tag the detector."""
    _tagged(call).tags |= call.params["Tags"]
    return {}


def untag_resource(call: Call) -> Shape:
    """Take tags off the detector."""
    for key in call.params["TagKeys"]:
        _tagged(call).tags.pop(key, None)
    return {}


def _configure(detector: Any, features: list[Shape]) -> None:  # noqa: ANN401 a class of moto
    known = {feature["Name"]: feature for feature in detector.features}
    for feature in features:
        if feature["Name"] not in known:
            raise AwsError("BadRequestException", f"The request is rejected: unknown feature {feature['Name']}.")
        known[feature["Name"]] |= feature
    if all(known[name]["Status"] == "ENABLED" for name in _RUNTIME):
        message = (
            "The request is rejected because EKS_RUNTIME_MONITORING and RUNTIME_MONITORING cannot both be enabled."
        )
        raise AwsError("BadRequestException", message)


def _detector(call: Call) -> Any:  # noqa: ANN401 a class of moto
    return _owned(call, call.params["DetectorId"])


def _tagged(call: Call) -> Any:  # noqa: ANN401 a class of moto
    return _owned(call, call.params["ResourceArn"].rsplit("/", 1)[-1])


def _owned(call: Call, id_: str) -> Any:  # noqa: ANN401 a class of moto
    detectors = call.backend("guardduty").detectors
    if id_ not in detectors:
        raise AwsError("BadRequestException", _NOT_OWNED)
    return detectors[id_]


OPERATIONS = {
    "CreateDetector": create_detector,
    "DeleteDetector": delete_detector,
    "GetDetector": get_detector,
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "UpdateDetector": update_detector,
}
