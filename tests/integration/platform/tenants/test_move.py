"""A tenant goes to another stack and back: its state and its section move, nothing of it is touched."""

import sys
from typing import Any

from tests.integration.platform.checkout import Checkout
from tests.integration.platform.tenants.conftest import PULUMI
from tests.integration.platform.tenants.place import STACK, TENANTS

MOVED = next(iter(TENANTS))
MLPLATFORM = (sys.executable, "-m", "infra.cli")
UNCHANGED = ("--expect-no-changes", "--non-interactive")


def of_tenant(dev: Checkout, stack: str) -> dict[str, Any]:
    """What the stack's state holds of the tenant: id, inputs and outputs by name and kind."""
    found = (one for one in dev.state(stack) if f"::tenant-{MOVED}" in one["urn"])
    return {
        one["urn"].partition("::mlplatform::")[2]: [one.get("id"), one.get("inputs"), one.get("outputs")]
        for one in found
    }


def test_a_moved_tenant_changes_nothing_in_either_stack_nor_on_its_way_back(eight: Checkout) -> None:
    files = [eight.root / "stacks" / f"{name}.yaml" for name in ("dev", STACK)]
    written = [file.read_text() for file in files]
    before, other = of_tenant(eight, "dev"), of_tenant(eight, STACK)
    objects = [one["metadata"]["uid"] for one in eight.objects("all,networkpolicies,quota", "--namespace", MOVED)]
    assert len(before) > 20
    eight.command(*MLPLATFORM, "tenants", "move", MOVED, "--from", "dev", "--to", STACK)
    try:
        assert of_tenant(eight, "dev") == {}
        assert of_tenant(eight, STACK) == {**other, **before}
        for name in ("dev", STACK):
            eight.command(*PULUMI, "preview", "--stack", name, *UNCHANGED)
    finally:
        eight.command(*MLPLATFORM, "tenants", "move", MOVED, "--from", STACK, "--to", "dev")
    assert of_tenant(eight, "dev") == before
    assert of_tenant(eight, STACK) == other
    assert [file.read_text() for file in files] == written
    after = [one["metadata"]["uid"] for one in eight.objects("all,networkpolicies,quota", "--namespace", MOVED)]
    assert after == objects
