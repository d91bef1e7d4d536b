"""Moves a tenant between two stacks of its environment; interrupted anywhere, the same command goes on."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from infra import tenant_state
from infra.cli.console import CommandError, step
from infra.cli.settings import check_environment
from sandbox.private_files import write_private
from stacks.reading import tenant_sections, yaml_source
from stacks.reading.errors import SettingsError
from stacks.settings import environment_of

_AGAIN = "repair what it names and run the same command again: it goes on from where it stopped"


@dataclass(frozen=True)
class Move:
    """What is to be done still."""

    root: Path
    tenant: str
    source: str
    target: str
    states: Mapping[str, Mapping[str, Any]]
    """Exported state of both stacks by name."""
    urns: list[str]
    """What moves in the state, as it is called in the source; nothing once that is done."""
    texts: Mapping[Path, str]
    """New text of the settings files, the target's first; nothing once that is done."""

    @staticmethod
    def plan(root: Path, tenant: str, source: str, target: str) -> "Move":
        """Look at files and states.

        Raises:
            CommandError: the tenant cannot be moved so.
        """
        if source == target or environment_of(source) != environment_of(target):
            raise CommandError(
                f"{source} and {target} are not two stacks of one environment",
                fix="a tenant moves between prod and prod-<group>, say; to another environment it is deployed anew",
                code=2,
            )
        texts = _texts(root, tenant, source, target)
        states = {stack: _state(root, stack) for stack in (source, target)}
        for stack, state in states.items():
            if tenant_state.unfinished(state):
                raise CommandError(
                    f"an interrupted run of {stack} is unfinished", fix=f"deploy {stack} first, then move {tenant}"
                )
        if not tenant_state.resources(states[target]):
            raise CommandError(
                f"the stack {target} is not deployed",
                fix=f"deploy it first; stacks/{target}.yaml may say `tenants: []`",
            )
        return Move(root, tenant, source, target, states, tenant_state.urns(states[source], source, tenant), texts)

    def run(self) -> list[Path]:
        """Move state, then section; return the backups of both states."""
        backups = [self._backup(stack) for stack in (self.source, self.target)]
        twice = tenant_state.urns(self.states[self.target], self.target, self.tenant)
        with step(f"Moving {self.tenant} from {self.source} to {self.target}"):
            if self.urns and twice:  # Pulumi saves the target first; a run ended before it saved the source
                state = tenant_state.without(self.states[self.target], twice)
                _pulumi(self.root, "stack", "import", "--stack", self.target, given=json.dumps(state))
            if self.urns:
                _pulumi(
                    self.root, "state", "move", "--yes", "--source", self.source, "--dest", self.target, self.urns[0]
                )
            for file, text in self.texts.items():
                write_private(file, text, mode=0o644)
        return backups

    def _backup(self, stack: str) -> Path:
        file = self.root / ".backups" / f"{stack}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
        write_private(file, json.dumps(self.states[stack], indent=2))
        return file


def _texts(root: Path, tenant: str, source: str, target: str) -> dict[Path, str]:
    """What the files become; the target's is written first, so that an interrupted move loses no section."""
    paths = {stack: root / "stacks" / f"{stack}.yaml" for stack in (source, target)}
    try:
        files = {stack: yaml_source.read(path, f"stacks/{stack}.yaml") for stack, path in paths.items()}
        here, there = (tenant_sections.sections(files[stack]).get(tenant) for stack in (source, target))
        if here is None and there is None:
            known = ", ".join(tenant_sections.sections(files[source])) or "none"
            raise CommandError(f"{source} has no tenant {tenant}", fix=f"tenants there: {known}", code=2)
        if here is not None and there is not None and here != there:
            raise CommandError(
                f"stacks/{source}.yaml and stacks/{target}.yaml both have a tenant {tenant}, and they differ",
                fix="remove the wrong section and run the same command again",
            )
        if here is None or there is None:  # with the same section in both, the settings are not valid, yet
            check_environment(source)
        lines = [files[source].lines[n] for n in tenant_sections.lines_of(files[source], tenant)] if here else []
        texts = {paths[target]: tenant_sections.added(files[target], lines)} if here and not there else {}
        return texts | ({paths[source]: tenant_sections.without(files[source], tenant)} if here else {})
    except SettingsError as error:
        raise CommandError(str(error), fix="repair the settings file; nothing was changed") from error


def _state(root: Path, stack: str) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(_pulumi(root, "stack", "export", "--stack", stack)))


def _pulumi(root: Path, *arguments: str, given: str | None = None) -> str:
    program = shutil.which("pulumi")
    if program is None:
        raise CommandError("there is no `pulumi` here", fix="install it; for the sandbox: `. .sandbox/env`")
    done = subprocess.run(
        [program, *arguments, "--non-interactive"], cwd=root, input=given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip().removeprefix("error: ")
        fix = "deploy both stacks first, so that they reach account and cluster alike" if "provider" in said else _AGAIN
        raise CommandError(f"`pulumi {' '.join(arguments[:2])}` said: {said}", fix=fix)
    return done.stdout
