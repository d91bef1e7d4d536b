"""Values as AWS and Kubernetes document them: structures of JSON."""

from typing import Any

Shape = dict[str, Any]


def part(values: Shape, name: str) -> Shape:
    """Return an optional structure, empty when it is absent."""
    return values.get(name) or {}


def items(values: Shape, name: str) -> list[Any]:
    """Return an optional list, empty when it is absent."""
    return values.get(name) or []
