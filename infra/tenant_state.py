"""A tenant's resources in an exported state."""

from collections.abc import Mapping
from typing import Any, cast

Json = Mapping[str, Any]


def resources(state: Json) -> list[Json]:
    """Everything that a state holds."""
    return cast("list[Json]", state["deployment"].get("resources") or [])


def tenant_urn(stack: str, tenant: str) -> str:
    """The component that all of a tenant's resources are below."""
    return f"urn:pulumi:{stack}::mlplatform::mlplatform:index:Tenant::tenant-{tenant}"


def urns(state: Json, stack: str, tenant: str) -> list[str]:
    """The tenant's component and everything below it, parents first; nothing where it is not deployed."""
    found = {tenant_urn(stack, tenant)}
    below = [str(one["urn"]) for one in resources(state) if _belongs(one, found)]
    return below if below[:1] == [tenant_urn(stack, tenant)] else []


def without(state: Json, urns: list[str]) -> dict[str, Any]:
    """The state as if these had never been in it."""
    kept = [one for one in resources(state) if one["urn"] not in urns]
    return {**state, "deployment": {**state["deployment"], "resources": kept}}


def unfinished(state: Json) -> int:
    """How many operations of an interrupted run are pending."""
    return len(state["deployment"].get("pending_operations") or [])


def _belongs(one: Json, found: set[str]) -> bool:
    if one["urn"] in found or one.get("parent") in found:
        found.add(str(one["urn"]))
        return True
    return False
