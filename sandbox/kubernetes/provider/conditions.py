"""What an object's status says."""

from sandbox.kubernetes.provider.fields import entries, section
from sandbox.provider.values import Properties


def status(live: Properties) -> Properties:
    """What the controllers say of it."""
    return section(live, "status")


def conditions(live: Properties) -> list[Properties]:
    """Its conditions."""
    return entries(status(live), "conditions")


def has(live: Properties, type: str, value: str = "True") -> bool:  # noqa: A002
    """Whether it has a condition with that status."""
    return any(condition["type"] == type and condition["status"] == value for condition in conditions(live))


def why(condition: Properties) -> str:
    """What a condition says, at least its type."""
    return str(condition.get("message") or condition.get("reason") or condition["type"])
