"""CloudWatch Logs: class and deletion protection of log groups, and the key of one that exists already."""

import json
from typing import Any

from werkzeug import Response

from sandbox.aws.server.calls import AwsError, Call, succeeded
from sandbox.aws.server.shapes import Shape

STANDARD = "STANDARD"


def create_log_group(call: Call) -> Response:
    """Create it with its class and its protection; moto forgets both."""
    response = call.forward()
    if succeeded(response):
        group = _group(call)
        group.log_group_class = call.params.get("logGroupClass", STANDARD)
        group.deletion_protection = call.params.get("deletionProtectionEnabled", False)
    return response


def describe_log_groups(call: Call) -> Response:
    """Tell class and protection too."""
    response = call.forward()
    if not succeeded(response):
        return response
    answer: Shape = json.loads(response.get_data())
    groups = call.backend("logs").groups
    for described in answer["logGroups"]:
        group = groups[described["logGroupName"]]
        # Some groups are made by other services inside moto.
        described["logGroupClass"] = getattr(group, "log_group_class", STANDARD)
        described["deletionProtectionEnabled"] = getattr(group, "deletion_protection", False)
    return call.answer(answer)


def put_deletion_protection(call: Call) -> Shape:
    """Protect the group, or protect it no more."""
    _group(call).deletion_protection = call.params["deletionProtectionEnabled"]
    return {}


def delete_log_group(call: Call) -> Response:
    """Refuse while the group is protected."""
    group = call.backend("logs").groups.get(call.params["logGroupName"])
    if getattr(group, "deletion_protection", False):
        raise AwsError("ValidationException", "The log group has deletion protection and cannot be deleted.")
    return call.forward()


def associate_kms_key(call: Call) -> Shape:
    """Encrypt the group with a key."""
    _group(call).kms_key_id = call.params["kmsKeyId"]
    return {}


def disassociate_kms_key(call: Call) -> Shape:
    """Encrypt the group with AWS's own key again."""
    _group(call).kms_key_id = None
    return {}


def _group(call: Call) -> Any:  # noqa: ANN401 a class of moto
    given = ("logGroupName", "logGroupIdentifier", "resourceIdentifier")
    identifier = next(call.params[name] for name in given if name in call.params)
    name = identifier.split(":log-group:")[-1].removesuffix(":*")
    groups = call.backend("logs").groups
    if name not in groups:
        raise AwsError("ResourceNotFoundException", "The specified log group does not exist.")
    return groups[name]


OPERATIONS = {
    "AssociateKmsKey": associate_kms_key,
    "CreateLogGroup": create_log_group,
    "DeleteLogGroup": delete_log_group,
    "DescribeLogGroups": describe_log_groups,
    "DisassociateKmsKey": disassociate_kms_key,
    "PutLogGroupDeletionProtection": put_deletion_protection,
}
