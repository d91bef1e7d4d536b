"""Starts the sandbox, shows how it goes, and makes it the only cloud that this process knows."""

import os
from pathlib import Path

from infra.cli.console import step
from sandbox import environment, lifecycle, stack_files
from sandbox.engine import progress as building
from sandbox.engine import tools
from sandbox.installation import TOOLS
from sandbox.layout import Layout


def start_sandbox(root: Path) -> None:
    """Build the tools if no clone has built them yet, and start what does not run."""
    with step("Sandbox") as current:
        status = lifecycle.start(root, current.say, lambda report: current.detail(_sentence(report)))
        current.result = f"{status.memory_mib} MiB,"


def build_tools() -> None:
    """Build what no clone has built yet, and start nothing."""
    with step("Tools of the sandbox") as current:
        tools.ensure(TOOLS, lambda report: current.detail(_sentence(report)))


def use_sandbox(root: Path, stack: str) -> None:
    """Replace every variable that could lead to a real account by the sandbox's, and make the stack if need be."""
    for name, value in environment.variables(root).items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    stack_files.create(Layout(root), stack)


def _sentence(report: building.Step) -> str:
    amount = f" {report.done}/{report.total}" if report.total else ""
    return f"{report.tool_set}: {report.phase}{amount} {report.detail}".rstrip()
