"""An environment whose tenants are in several files, and what its stacks declare."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi

from stacks import platform, settings
from tests.recording import Recording, record
from tests.stacks.settings_text import DEV

TENANT = DEV[DEV.index("  - name: iris") :]
HEAD = "environment: dev\nkind: tenants\ntenants:\n"
STACK_FILE = "config:\n  aws:region: eu-west-1\n"


def tenant(name: str) -> str:
    """The section of a tenant like that of dev."""
    return TENANT.replace("name: iris", f"name: {name}")


def write(directory: Path, files: Mapping[str, str]) -> Path:
    """Write settings files by stack, and Pulumi's own beside them."""
    for name, text in files.items():
        (directory / f"{name}.yaml").write_text(text, encoding="utf-8")
        (directory / f"Pulumi.{name}.yaml").write_text(STACK_FILE, encoding="utf-8")
    return directory


def split(directory: Path, **groups: list[str]) -> Path:
    """Write dev with its own tenant, and a tenant file for each group with tenants of these names."""
    return write(
        directory,
        {"dev": DEV} | {f"dev-{group}": HEAD + "".join(map(tenant, names)) for group, names in groups.items()},
    )


def deployed(directory: Path) -> tuple[Recording, dict[str, Any]]:
    """What the environment's stack declares, and exports for its tenant stacks once it is deployed."""
    found: list[Any] = []

    def program() -> None:
        declared = platform.environment(settings.load("dev", directory=directory))
        pulumi.Output.from_input(declared["tenant_base"]).apply(found.append)

    recording = record(program, preview=False)
    return recording, {"tenant_base": found[0]}


def outputs(directory: Path) -> dict[str, Any]:
    """What it exports alone."""
    return deployed(directory)[1]


def recorded(directory: Path, stack: str, environment: Mapping[str, object]) -> Recording:
    """What a stack declares, with an environment that has these outputs."""
    chosen = settings.load(stack, directory=directory)
    return record(
        lambda: platform.deploy(chosen), stack=stack, preview=False, stacks={"organization/mlplatform/dev": environment}
    )
