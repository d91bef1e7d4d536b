"""CloudWatch Logs: the key of a log group that exists already."""

from typing import Any

from sandbox.aws.server.calls import AwsError, Call
from sandbox.aws.server.shapes import Shape


def associate_kms_key(call: Call) -> Shape:
    """Encrypt the group with a key."""
    _group(call).kms_key_id = call.params["kmsKeyId"]
    return {}


def disassociate_kms_key(call: Call) -> Shape:
    """Encrypt the group with AWS's own key again."""
    _group(call).kms_key_id = None
    return {}


def _group(call: Call) -> Any:  # noqa: ANN401 a class of moto
    name = call.params.get("logGroupName") or call.params["resourceIdentifier"].split(":log-group:")[-1].removesuffix(
        ":*"
    )
    groups = call.backend("logs").groups
    if name not in groups:
        raise AwsError("ResourceNotFoundException", "The specified log group does not exist.")
    return groups[name]


OPERATIONS = {"AssociateKmsKey": associate_kms_key, "DisassociateKmsKey": disassociate_kms_key}
