"""`mlplatform settings …`: the settings files, offline."""

from typing import Annotated

import typer
from rich.markdown import Markdown

from infra.cli.console import CommandError, output, print_json, progress
from stacks import comparison, settings
from stacks.reading.errors import SettingsError, dotted

app = typer.Typer(help="The settings files of the environments, checked without Pulumi and AWS.", no_args_is_help=True)


def check_environment(environment: str) -> settings.Settings:
    """Say everything that is wrong with an environment's settings before anything is started.

    Raises:
        CommandError: something is.
    """
    try:
        return settings.load(environment)
    except SettingsError as error:
        raise CommandError(str(error), fix="repair the settings file; nothing was started or changed") from error


@app.command(epilog="Example: mlplatform settings check prod --json")
def check(
    environments: Annotated[list[str] | None, typer.Argument(help="Environments; all of them by default.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON on stdout.")] = False,
) -> None:
    """Report every mistake, tenant files included, with its place and the way out. Exit code 1: there are some."""
    found: list[dict[str, str | int]] = []
    for environment in environments or settings.environments():
        try:
            settings.load(environment)
        except SettingsError as error:
            found += [
                {
                    "file": p.file or error.file,
                    "line": p.line,
                    "column": p.column,
                    "path": dotted(p.path),
                    "message": p.message,
                }
                for p in error.problems
            ]
            if not as_json:
                progress.print(str(error), markup=False)
        else:
            for name in (environment, *settings.tenant_stacks(environment)) if not as_json else ():
                output.print(f"stacks/{name}.yaml: valid", markup=False)
    if as_json:
        print_json({"problems": found})
    if found:
        raise typer.Exit(1)


@app.command(epilog="Example: for stack in $(mlplatform settings stacks prod); do pulumi up -s $stack; done")
def stacks(
    environment: Annotated[str, typer.Argument(help="Environment.")],
    *,
    tenants: Annotated[bool, typer.Option("--tenants", help="Leave the environment's own out.")] = False,
) -> None:
    """List an environment's stacks in the order in which they are deployed."""
    check_environment(environment)
    for name in (*([] if tenants else [environment]), *settings.tenant_stacks(environment)):
        output.print(name, markup=False)


@app.command(epilog="Example: mlplatform settings compare test prod --json")
def compare(
    environments: Annotated[list[str] | None, typer.Argument(help="Environments; all of them by default.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print differences and costs as JSON on stdout.")] = False,
) -> None:
    """Show what differs between environments and why, and what each costs by the hour, idle and at most."""
    try:
        compared = [settings.load(environment) for environment in environments or settings.environments()]
    except SettingsError as error:
        raise CommandError(str(error), fix="repair the settings file, or name other environments") from error
    if as_json:
        print_json(comparison.as_data(compared))
    else:
        output.print(Markdown(comparison.tables(compared)))


@app.command(epilog="Example: mlplatform settings schema > settings.schema.json")
def schema(
    *,
    tenants: Annotated[
        bool, typer.Option("--tenants", help="Of a tenant file, stacks/<environment>-<group>.yaml.")
    ] = False,
) -> None:
    """Print the JSON schema of a settings file, for completion in an editor."""
    print_json(settings.json_schema(of_tenants=tenants))
