"""What the account has of Network Firewall, by ARN, and what all of its kinds have in common."""

from dataclasses import dataclass, field
from secrets import token_hex
from typing import TYPE_CHECKING
from uuid import uuid4

from sandbox.aws.server.shapes import Shape

if TYPE_CHECKING:
    from sandbox.aws.server.calls import Call

AWS_OWNED: Shape = {"Type": "AWS_OWNED_KMS_KEY"}


@dataclass
class Item:
    """A rule group, a policy or a firewall."""

    content: Shape
    """What the item is about: its rules; for a firewall its status."""
    about: Shape
    """Name, ARN and the other properties that AWS answers."""
    token: str = field(default_factory=lambda: str(uuid4()))
    """Whoever changes the item shows the token of what he read."""
    logs: list[Shape] = field(default_factory=list[Shape])
    """Where a firewall logs to."""

    def changed(self) -> str:
        """Forget the old token and return the new one."""
        self.token = str(uuid4())
        return self.token


@dataclass
class NetworkFirewall:
    """All items."""

    rule_groups: dict[str, Item] = field(default_factory=dict[str, Item])
    policies: dict[str, Item] = field(default_factory=dict[str, Item])
    firewalls: dict[str, Item] = field(default_factory=dict[str, Item])


def arn(call: "Call", kind: str, name: str) -> str:
    """ARN of an item in the caller's account and region."""
    return f"arn:aws:network-firewall:{call.region}:{call.account}:{kind}/{name}"


def common(call: "Call") -> Shape:
    """What every new item has besides its own properties."""
    return {
        "Tags": call.params.get("Tags") or [],
        "EncryptionConfiguration": call.params.get("EncryptionConfiguration") or AWS_OWNED,
        **({"Description": call.params["Description"]} if "Description" in call.params else {}),
    }


def new_id() -> str:
    """An id as AWS gives one to each item."""
    return f"{token_hex(4)}-{token_hex(2)}-{token_hex(2)}-{token_hex(2)}-{token_hex(6)}"
