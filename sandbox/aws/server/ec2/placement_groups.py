"""Placement groups: how close instances are to each other; moto has none."""

import secrets
from collections.abc import Iterator

from werkzeug import Response

from sandbox.aws.server.calls import AwsError, Call
from sandbox.aws.server.shapes import Shape, items, part

STRATEGIES = ("cluster", "partition", "spread")
FILTERS = {"group-name": "GroupName", "strategy": "Strategy", "state": "State"}


def create_placement_group(call: Call) -> Shape:
    """Make a group; its name is unique in the region."""
    params, groups = call.params, call.emulation.placement_groups
    name, strategy = params.get("GroupName", ""), params.get("Strategy") or "cluster"
    if strategy not in STRATEGIES:
        raise AwsError("InvalidParameterValue", f"Value ({strategy}) for parameter strategy is invalid.")
    if (call.account, call.region, name) in groups:
        raise AwsError("InvalidPlacementGroup.Duplicate", f"The Placement Group '{name}' already exists.")
    group = {
        "GroupName": name,
        "GroupId": f"pg-0{secrets.token_hex(8)}",
        "GroupArn": f"arn:aws:ec2:{call.region}:{call.account}:placement-group/{name}",
        "State": "available",
        "Strategy": strategy,
        **({"PartitionCount": params.get("PartitionCount", 2)} if strategy == "partition" else {}),
        **({"SpreadLevel": params.get("SpreadLevel", "rack")} if strategy == "spread" else {}),
    }
    groups[call.account, call.region, name] = group
    for specification in items(params, "TagSpecifications"):
        tags = {tag["Key"]: tag["Value"] for tag in items(specification, "Tags")}
        call.backend("ec2").create_tags([group["GroupId"]], tags)
    return {"PlacementGroup": find(call, name)}


def describe_placement_groups(call: Call) -> Shape:
    """List the caller's groups."""
    names, ids = items(call.params, "GroupNames"), items(call.params, "GroupIds")
    chosen = [find(call, name) for name in names] or list(_mine(call))
    for filter_ in items(call.params, "Filters"):
        if filter_["Name"] not in FILTERS:
            raise AwsError("InvalidParameterValue", f"The filter '{filter_['Name']}' is invalid")
        chosen = [one for one in chosen if one[FILTERS[filter_["Name"]]] in filter_["Values"]]
    return {"PlacementGroups": [one for one in chosen if not ids or one["GroupId"] in ids]}


def delete_placement_group(call: Call) -> Shape:
    """Delete a group without instances."""
    name = find(call, call.params["GroupName"])["GroupName"]
    living = (one for one in call.backend("ec2").all_instances() if one.state not in {"terminated", "shutting-down"})
    if any(getattr(one, "placement_group", None) == name for one in living):
        raise AwsError("InvalidPlacementGroup.InUse", f"The placement group '{name}' is in use and may not be deleted.")
    del call.emulation.placement_groups[call.account, call.region, name]
    return {"Return": True}


def change_tags(call: Call) -> Shape | Response:
    """Change tags of groups, whose ids moto does not know; all others are moto's."""
    ids, tags = items(call.params, "Resources"), items(call.params, "Tags")
    if not all(one.startswith("pg-") for one in ids):
        return call.forward()
    if call.operation == "CreateTags":
        call.backend("ec2").create_tags(ids, {tag["Key"]: tag["Value"] for tag in tags})
    else:
        call.backend("ec2").delete_tags(ids, {tag["Key"]: tag.get("Value") for tag in tags})
    return {"Return": True}


def place(call: Call, params: Shape) -> str | None:
    """Return the group that instances are started in which are asked for so; refuse one that does not exist."""
    wanted = part(params, "Placement")
    if not (name := wanted.get("GroupName")):
        return None
    return find(call, name)["GroupName"]


def find(call: Call, name: str) -> Shape:
    """Return a group as it is described now."""
    for one in _mine(call):
        if one["GroupName"] == name:
            return one
    raise AwsError("InvalidPlacementGroup.Unknown", f"The Placement Group '{name}' is unknown.")


def _mine(call: Call) -> Iterator[Shape]:
    ec2 = call.backend("ec2")
    for (account, region, _), one in call.emulation.placement_groups.items():
        if (account, region) == (call.account, call.region):
            tags = ec2.describe_tags({"resource-id": [one["GroupId"]]})
            yield one | {"Tags": [{"Key": tag["key"], "Value": tag["value"]} for tag in tags]}


OPERATIONS = {
    "CreateTags": change_tags,
    "DeleteTags": change_tags,
    "CreatePlacementGroup": create_placement_group,
    "DescribePlacementGroups": describe_placement_groups,
    "DeletePlacementGroup": delete_placement_group,
}
