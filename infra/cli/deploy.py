"""`mlplatform up`, `preview` and `down`: an environment on the sandbox."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from rich.markup import escape

from infra.cli.console import CommandError, output, print_json, progress, step
from infra.cli.locks import one_at_a_time
from infra.cli.people import make_roles
from infra.cli.pulumi import INTERRUPTED, Pulumi
from infra.cli.recovery import recover
from infra.cli.settings import check_environment
from infra.cli.start import start_sandbox, use_sandbox
from sandbox import lifecycle, stack_files
from sandbox.layout import Layout
from stacks.model import Settings
from stacks.settings import environment_of

LONGEST_OUTPUT = 300


def up(root: Path, environment: str, *, as_json: bool) -> None:
    """Start the sandbox if need be, preview with the policy pack, deploy, and say how to look around."""
    with one_at_a_time(root, "up"):
        settings = check_environment(environment)
        pulumi = _ready(root, environment)
        _needs_environment(root, settings)
        if made := make_roles(settings):
            names = ", ".join(made)
            progress.print(f"The emulated account got the roles that stacks/{environment}.yaml names: {names}.")
        recover(pulumi)
        pulumi.deploy("up", "--yes", "--suppress-outputs")
        outputs = cast("Mapping[str, object]", pulumi.read("stack", "output", "--json"))
    if as_json:
        print_json(outputs)
    else:
        _look_around(environment, outputs)


def preview(root: Path, environment: str) -> None:
    """Show what `up` would change; changes nothing."""
    with one_at_a_time(root, "preview"):
        settings = check_environment(environment)
        pulumi = _ready(root, environment)
        _needs_environment(root, settings)
        pulumi.deploy("preview", "--diff")


def down(root: Path, environment: str) -> None:
    """Destroy the environment's stack; the sandbox stops when no other stack has resources."""
    with one_at_a_time(root, "down"):
        if not lifecycle.is_running(root):
            lifecycle.stop(root)
            progress.print("No sandbox is running here, so there is nothing to destroy.")
            return
        _needs_no_tenants(root, environment)
        use_sandbox(root, environment)
        pulumi = Pulumi(root, environment)
        recover(pulumi)
        _destroy(pulumi, environment)
        others = [name for name in stack_files.deployed(Layout(root)) if name != environment]
        if others:
            progress.print(f"The sandbox keeps running for: {', '.join(others)}. `make down ENV={others[0]}` ends it.")
            return
        with step("Stopping the sandbox"):
            lifecycle.stop(root)


def _destroy(pulumi: Pulumi, environment: str) -> None:
    try:
        pulumi.deploy("destroy", "--yes")
    except CommandError as error:
        # The AWS SDK takes a third of a second to import, and hardly any run needs it.
        from infra.cli.leftovers import removed  # noqa: PLC0415

        if error.code == INTERRUPTED or not removed(environment):
            raise
        progress.print("What the cluster's controllers had left held on to the network; going on.")
        pulumi.deploy("destroy", "--yes")


def _needs_environment(root: Path, settings: Settings) -> None:
    """A tenant stack stands on what its environment's stack made."""
    if settings.tenant_stack and settings.environment not in stack_files.deployed(Layout(root)):
        raise CommandError(
            f"{settings.tenant_stack} holds tenants of {settings.environment}, which is not deployed",
            fix=f"`make up ENV={settings.environment}` first",
        )


def _needs_no_tenants(root: Path, stack: str) -> None:
    """An environment goes after its tenant stacks: without cluster and keys they could be neither used nor removed."""
    standing = [name for name in stack_files.deployed(Layout(root)) if name != stack and environment_of(name) == stack]
    if standing:
        raise CommandError(
            f"tenants of {stack} are still deployed, in {', '.join(standing)}",
            fix=f"`make down ENV={standing[0]}` first; nothing was changed",
        )


def _ready(root: Path, environment: str) -> Pulumi:
    start_sandbox(root)
    use_sandbox(root, environment)
    return Pulumi(root, environment)


def _look_around(environment: str, outputs: Mapping[str, object]) -> None:
    output.print(f"\n[bold]{environment}[/] is up on the sandbox. Outputs:")
    for name, value in sorted(outputs.items()):
        text = json.dumps(value)
        shown = text if len(text) <= LONGEST_OUTPUT else f"… (`pulumi stack output {name} -s {environment}`)"
        output.print(f"  [cyan]{name}[/] = {escape(shown)}")
    there = Path(".sandbox") / "env"
    output.print("\nLook around (plain commands, on the sandbox):")
    for command, what in (
        (f". {os.fspath(there)}", "points this shell at the sandbox"),
        ("kubectl get nodes,inferenceservices -A", "the cluster"),
        ("aws eks list-clusters", "the emulated account"),
        (f"pulumi stack -s {environment}", "the stack"),
        ("helm list -A", "the charts"),
        ("mlplatform sandbox status", "processes, memory, charts"),
    ):
        output.print(f"  [green]{command:<42}[/] [dim]# {what}[/]")
