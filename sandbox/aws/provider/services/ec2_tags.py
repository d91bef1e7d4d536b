"""Tags of EC2 resources: one pair of calls for all of them."""

from typing import Any

from sandbox.aws.provider.api import tag_list
from sandbox.aws.provider.resource_type import Call, Tagging

EC2_TAGGING = Tagging(
    add=lambda call, tags: call.client.create_tags(Resources=[call.id], Tags=tag_list(tags)),
    remove=lambda call, keys: call.client.delete_tags(Resources=[call.id], Tags=[{"Key": key} for key in keys]),
)


def tagged(call: Call, resource_type: str) -> dict[str, Any]:
    """The parameter that tags a resource as it is made."""
    specification = {"ResourceType": resource_type, "Tags": tag_list(call.tags)}
    return {"TagSpecifications": [specification]} if call.tags else {}
