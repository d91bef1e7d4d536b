"""What Network Firewall says when it refuses."""

from sandbox.aws.server.calls import AwsError, Call
from sandbox.aws.server.network_firewall.state import Item

IN_USE = "Unable to delete the object because it is still in use"


def invalid(message: str) -> AwsError:
    """A request that is wrong in itself."""
    return AwsError("InvalidRequestException", message)


def refused(message: str) -> AwsError:
    """A request that the item's state forbids."""
    return AwsError("InvalidOperationException", message)


def found(items: dict[str, Item], call: Call, kind: str) -> Item:
    """The item that the call names, by ARN or by name."""
    arn, name = call.params.get(f"{kind}Arn"), call.params.get(f"{kind}Name")
    for key, item in items.items():
        if arn == key or (not arn and name == item.about[f"{kind}Name"] and key.split(":")[3] == call.region):
            return item
    raise AwsError("ResourceNotFoundException", f"Unable to find resource {arn or name}")


def check_token(call: Call, item: Item, *, needed: bool = False) -> None:
    """Refuse who changes what he did not read."""
    given = call.params.get("UpdateToken")
    if given not in (item.token, None if not needed else item.token):
        raise AwsError("InvalidTokenException", "Update token is invalid; read the resource again.")
