"""Resources of a stack, as `pulumi stack export` and `pulumi preview --json` print them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

Json = Mapping[str, Any]
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What Pulumi writes where a value is known only after `up`."""


@dataclass(frozen=True)
class Resource:
    """One resource: what it is, what is known of it, and where its values come from."""

    type: str
    urn: str
    values: Json
    """Inputs, and beyond them what the cloud answered."""
    sources: Mapping[str, frozenset[str]]
    """URNs of the resources that a property's value was made from."""

    @property
    def name(self) -> str:
        """Name in the program."""
        return self.urn.rpartition("::")[2]

    def text(self, key: str) -> str | None:
        """A value as text; None where it is absent or not known yet."""
        value = self.values.get(key)
        return None if value is None or value == UNKNOWN else str(value)


class Holders:
    """Resources that name others in one property, found by those others."""

    def __init__(self, resources: Iterable[Resource], key: str) -> None:
        self._by_name: dict[str, list[Resource]] = {}
        for resource in resources:
            value = resource.text(key)
            for name in {*resource.sources.get(key, ()), *([value] if value else ())}:
                self._by_name.setdefault(name, []).append(resource)

    def of(self, owner: Resource, *identifiers: str) -> list[Resource]:
        """Resources whose property was made from the owner, or equals one of its identifiers."""
        names = [owner.urn, *filter(None, map(owner.text, identifiers))]
        found = {one.urn: one for name in names for one in self._by_name.get(name, ())}
        return list(found.values())


def from_export(state: Json) -> list[Resource]:
    """Resources of an exported stack."""
    return list(_read(cast("Json", state.get("deployment") or {}).get("resources") or []))


def from_preview(preview: Json) -> list[Resource]:
    """Resources as they will be after the previewed update."""
    steps = cast("list[Json]", preview.get("steps") or [])
    gone = ("delete", "delete-replaced", "discard", "read-discard")
    return list(_read(step["newState"] for step in steps if step.get("newState") and step["op"] not in gone))


def _read(states: Iterable[Json]) -> Iterator[Resource]:
    for state in states:
        if not state.get("delete"):
            outputs, inputs = (cast("Json", state.get(key) or {}) for key in ("outputs", "inputs"))
            sources = cast("Mapping[str, list[str] | None]", state.get("propertyDependencies") or {})
            yield Resource(
                type=str(state["type"]),
                urn=str(state["urn"]),
                values={**outputs, **inputs, "id": state.get("id") or outputs.get("id")},
                sources={key: frozenset(urns or ()) for key, urns in sources.items()},
            )


def of_type(resources: Iterable[Resource], *types: str) -> list[Resource]:
    """Resources of these types."""
    return [resource for resource in resources if resource.type in types]
