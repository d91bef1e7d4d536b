"""`mlplatform tenants remove`: what goes with a tenant and what stays, and its protection off."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import typer
from rich.table import Table

from infra import tenant_parts
from infra.cli.console import CommandError, output, print_json, progress
from infra.cli.pulumi import Pulumi
from infra.tenant_parts import Part
from stacks.reading.errors import nearest

ROOT = Path(__file__).resolve().parents[2]


def show_and_unprotect(name: str, environment: str, *, yes: str | None, as_json: bool) -> None:
    """Show what goes with a tenant and what stays, and take the protection off it once its name is said.

    Raises:
        CommandError: there is no such tenant, or another name was said.
    """
    # The engine of this shell: what is removed is what `pulumi up` in it would remove.
    pulumi = Pulumi(ROOT, environment, program="pulumi")
    state = cast("dict[str, Any]", pulumi.read("stack", "export"))
    resources: list[dict[str, Any]] = state["deployment"].get("resources") or []
    known = tenant_parts.tenants(resources)
    if name not in known:
        fix = f"nearest: {nearest(name, known)}" if known else "the stack has no tenants"
        raise CommandError(f"stack {environment} has no tenant {name!r}", fix=fix, code=2)
    parts = tenant_parts.parts(resources, known[name])
    place = tenant_parts.shared_place(resources, known[name])
    protected = [part.urn for part in parts if part.is_protected]
    if as_json:
        print_json(_listed(parts, place))
    else:
        _show(parts, place)
    if not protected:
        progress.print(f"Nothing protects {name}. {_next(environment)}", markup=False)
        return
    if as_json and yes is None:
        return
    typed = yes if yes is not None else typer.prompt(f"Type {name} to take the protection off", err=True)
    if typed != name:
        raise CommandError(f"{typed!r} is not {name!r}; nothing was changed", fix="type the name as it is", code=2)
    pulumi.ask("state", "unprotect", *protected, "--yes")
    progress.print(f"{len(protected)} resources of {name} are not protected any more. {_next(environment)}")


def _next(environment: str) -> str:
    return f"Take its section out of stacks/{environment}.yaml and run `pulumi up -s {environment}`."


def _listed(parts: Sequence[Part], place: str | None) -> dict[str, object]:
    real = [part for part in parts if part.is_real]
    return {
        "goes": [{"kind": part.kind, "name": part.called} for part in real if not part.stays],
        "stays": [{"kind": part.kind, "name": part.called} for part in real if part.stays],
        "files_stay_in": place,
        "protected": [part.urn for part in parts if part.is_protected],
    }


def _show(parts: Sequence[Part], place: str | None) -> None:
    table = Table("", "kind", "name", box=None, header_style="dim")
    for part in sorted(parts, key=lambda one: (one.stays, one.kind)):
        if part.is_real:
            table.add_row("stays" if part.stays else "goes", part.kind, part.called)
    if place:
        table.add_row("stays", "files", place)
    output.print(table)
