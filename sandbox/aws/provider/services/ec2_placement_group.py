"""Placement groups: how close instances are to each other."""

from typing import Any

from sandbox.aws.provider.api import camel, pascal, tag_list, tag_map
from sandbox.aws.provider.resource_type import Call, Name, ResourceType, Tagging, only
from sandbox.aws.provider.services.ec2_tags import tagged
from sandbox.provider.values import Properties


def _group(call: Call) -> dict[str, Any]:
    named = [{"Name": "group-name", "Values": [call.id]}]
    return only(call.client.describe_placement_groups(Filters=named)["PlacementGroups"])


def _create(call: Call) -> str:
    parameters = pascal(call.inputs, "strategy", "spreadLevel", "partitionCount", name="GroupName")
    return call.client.create_placement_group(**parameters, **tagged(call, "placement-group"))["PlacementGroup"][
        "GroupName"
    ]


def _read(call: Call) -> Properties:
    group = _group(call)
    return {
        **camel(group, "strategy", "spreadLevel", "partitionCount", name="GroupName", placementGroupId="GroupId"),
        "arn": group["GroupArn"],
        **tag_map(group.get("Tags")),
    }


TYPES = (
    ResourceType(
        sdk_type="aws:ec2/placementGroup:PlacementGroup",
        service="ec2",
        create=_create,
        read=_read,
        delete=lambda call: call.client.delete_placement_group(GroupName=call.id),
        name=Name(),
        # Its id is its name; tags belong to the other id that it has.
        tagging=Tagging(
            add=lambda call, tags: call.client.create_tags(Resources=[_group(call)["GroupId"]], Tags=tag_list(tags)),
            remove=lambda call, keys: call.client.delete_tags(
                Resources=[_group(call)["GroupId"]], Tags=[{"Key": key} for key in keys]
            ),
        ),
        identify=lambda name: {"name": name},
        retry_delete=frozenset({"InvalidPlacementGroup.InUse"}),
    ),
)
