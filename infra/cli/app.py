"""The commands of `mlplatform` and how they end."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from infra.cli import deploy, firewall, sandbox, settings, tenants
from infra.cli.console import CommandError, print_error
from sandbox.engine.errors import EngineError
from sandbox.errors import SandboxError

ROOT = Path(__file__).resolve().parents[2]

app = typer.Typer(
    name="mlplatform",
    help="A machine-learning platform on AWS, on the embedded sandbox or for real.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(sandbox.app, name="sandbox")
app.add_typer(settings.app, name="settings")
app.add_typer(firewall.app, name="firewall")
app.add_typer(tenants.app, name="tenants")

Environment = Annotated[str, typer.Argument(help="Environment or tenant stack: a settings file stacks/<name>.yaml.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]


@app.command(epilog="Example: mlplatform up dev")
def up(environment: Environment = "dev", *, as_json: Json = False) -> None:
    """Deploy an environment on the sandbox, with the policy pack; starts what is missing."""
    deploy.up(ROOT, environment, as_json=as_json)


@app.command(epilog="Example: mlplatform preview prod")
def preview(environment: Environment = "dev") -> None:
    """Show what `up` would change, with the policy pack."""
    deploy.preview(ROOT, environment)


@app.command(epilog="Example: mlplatform down dev")
def down(environment: Environment = "dev") -> None:
    """Destroy an environment's stack and stop the sandbox."""
    deploy.down(ROOT, environment)


@app.command(epilog="Example: mlplatform leftovers prod")
def leftovers(
    environment: Environment = "dev",
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Remove what was found without asking.")] = False,
    as_json: Json = False,
) -> None:
    """Find and remove what a destroyed cluster's controllers left in AWS: it keeps the network from going."""
    # The AWS SDK takes a third of a second to import, and no other command here needs it.
    from infra.cli.leftovers import show_and_remove  # noqa: PLC0415

    show_and_remove(environment, yes=yes, as_json=as_json)


def main() -> None:
    """Run the command line: exit code 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    try:
        app()
    except CommandError as error:
        print_error(error.what, error.fix)
        sys.exit(error.code)
    except (EngineError, SandboxError) as error:
        print_error(error.what, error.fix)
        sys.exit(1)
    except KeyboardInterrupt:
        print_error("interrupted", "run the same command again: it goes on from where it stopped")
        sys.exit(130)
