"""Fields of objects that may be absent."""

from typing import Any, cast

from sandbox.provider.values import Properties


def section(thing: Properties, *names: str) -> Properties:
    """A nested map; empty if it, or anything on the way, is absent."""
    for name in names:
        found: Any = thing.get(name)
        thing = cast("Properties", found) if isinstance(found, dict) else {}
    return thing


def entries(thing: Properties, name: str) -> list[Properties]:
    """A list of maps; empty if it is absent."""
    return cast("list[Properties]", thing.get(name) or [])
