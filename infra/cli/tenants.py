"""`mlplatform tenants …`: what is done to one tenant."""

from pathlib import Path
from typing import Annotated

import typer

from infra.cli.console import output, print_json
from infra.cli.locks import one_at_a_time

ROOT = Path(__file__).resolve().parents[2]
app = typer.Typer(help="Tenants: moves between stacks, and their end.", no_args_is_help=True)

Tenant = Annotated[str, typer.Argument(help="Name of the tenant.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]


@app.command(epilog="Example: mlplatform tenants move fraud --from prod --to prod-fraud --dry-run")
def move(
    tenant: Tenant,
    source: Annotated[str, typer.Option("--from", help="Stack that has the tenant.")],
    target: Annotated[str, typer.Option("--to", help="Stack of the same environment, deployed already.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing, show what would move.")] = False,
    as_json: Json = False,
) -> None:
    """Move a tenant to another stack, in the backend of this shell: its state and its section, no resource changes."""
    from infra.cli.tenant_move import Move  # noqa: PLC0415 - only this command needs it

    with one_at_a_time(ROOT, "tenants move"):
        plan = Move.plan(ROOT, tenant, source, target)
        backups = [] if dry_run else plan.run()
    if as_json:
        print_json(
            {
                "tenant": tenant, "from": source, "to": target, "dry_run": dry_run,
                "resources": plan.urns, "files": [str(file) for file in plan.texts], "backups": list(map(str, backups)),
            }
        )  # fmt: skip
        return
    verb = "would move" if dry_run else "moved"
    output.print(f"{tenant} {verb} from {source} to {target}: {len(plan.urns)} resources", markup=False)
    for what in (*plan.urns, *plan.texts):
        output.print(f"  {what}", markup=False)
    for backup in backups:
        output.print(f"State before: {backup} (`pulumi stack import` brings it back)", markup=False)
    if not dry_run:
        output.print(f"`pulumi preview` of {source} and of {target} now shows no change; commit the settings files.")


@app.command(epilog="Examples: mlplatform tenants remove iris --env prod; … --yes iris --json")
def remove(
    tenant: Tenant,
    environment: Annotated[str, typer.Option("--env", help="Stack that has the tenant.")],
    yes: Annotated[str | None, typer.Option("--yes", help="The tenant's name once more, instead of typing it.")] = None,
    *,
    as_json: Json = False,
) -> None:
    """Show what goes with a tenant and what stays, and take the protection off it; nothing is deleted yet."""
    from infra.cli.tenant_remove import show_and_unprotect  # noqa: PLC0415 - only this command needs it

    with one_at_a_time(ROOT, "tenants remove"):
        show_and_unprotect(tenant, environment, yes=yes, as_json=as_json)
