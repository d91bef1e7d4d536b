"""All operations of Network Firewall; moto's own version has a few of them only, and deletes nothing."""

from sandbox.aws.server.calls import AwsError, Call, Handler
from sandbox.aws.server.network_firewall import firewalls, rules
from sandbox.aws.server.network_firewall.state import Item
from sandbox.aws.server.shapes import Shape


def tag_resource(call: Call) -> Shape:
    """Tag any item."""
    about = _tagged(call).about
    new = {tag["Key"]: tag["Value"] for tag in call.params["Tags"]}
    old = {tag["Key"]: tag["Value"] for tag in about["Tags"]}
    about["Tags"] = [{"Key": key, "Value": value} for key, value in (old | new).items()]
    return {}


def untag_resource(call: Call) -> Shape:
    """Take tags off any item."""
    about = _tagged(call).about
    about["Tags"] = [tag for tag in about["Tags"] if tag["Key"] not in call.params["TagKeys"]]
    return {}


def list_tags(call: Call) -> Shape:
    """Tell the tags of any item."""
    return {"Tags": _tagged(call).about["Tags"]}


def _tagged(call: Call) -> Item:
    state, arn = call.emulation.network_firewall, call.params["ResourceArn"]
    for kind in (state.rule_groups, state.policies, state.firewalls):
        if arn in kind:
            return kind[arn]
    raise AwsError("ResourceNotFoundException", f"Unable to find resource {arn}")


OPERATIONS: dict[str, Handler] = {
    **firewalls.OPERATIONS,
    **rules.OPERATIONS,
    "ListTagsForResource": list_tags,
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
}
