"""KMS: the usage of a new key and the period of its rotation."""

import json

from werkzeug import Response

from sandbox.aws.server.calls import AwsError, Call, succeeded
from sandbox.aws.server.shapes import Shape

DEFAULT_ROTATION_DAYS = 365


def create_key(call: Call) -> Response:
    """Give the key the usage and the single region that AWS gives by default; moto leaves them empty."""
    response = call.forward()
    if not succeeded(response):
        return response
    key = call.backend("kms").keys[json.loads(response.get_data())["KeyMetadata"]["KeyId"]]
    key.key_usage = key.key_usage or "ENCRYPT_DECRYPT"
    key.multi_region = bool(key.multi_region)
    return call.answer(key.to_dict())


def enable_key_rotation(call: Call) -> Response:
    """Rotate the key; moto forgets how often."""
    response = call.forward()
    if succeeded(response):
        kms = call.backend("kms")
        days = call.params.get("RotationPeriodInDays") or DEFAULT_ROTATION_DAYS
        kms.keys[kms.get_key_id(call.params["KeyId"])].rotation_days = days
    return response


def get_key_rotation_status(call: Call) -> Response:
    """Tell whether and how often the key is rotated."""
    response = call.forward()
    if not succeeded(response):
        return response
    key = call.backend("kms").describe_key(call.params["KeyId"])
    status: Shape = {"KeyId": key.id, "KeyRotationEnabled": key.key_rotation_status}
    if key.key_rotation_status:
        status["RotationPeriodInDays"] = getattr(key, "rotation_days", DEFAULT_ROTATION_DAYS)
    return call.answer(status)


def list_grants(call: Call) -> Response:
    """Miss the key, where moto breaks."""
    key = call.params["KeyId"]
    kms = call.backend("kms")
    if kms.get_key_id(key) not in kms.keys:
        raise AwsError("NotFoundException", f"Key '{key}' does not exist")
    return call.forward()


OPERATIONS = {
    "CreateKey": create_key,
    "EnableKeyRotation": enable_key_rotation,
    "GetKeyRotationStatus": get_key_rotation_status,
    "ListGrants": list_grants,
}
