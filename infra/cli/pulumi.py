"""Runs the Pulumi engine on the sandbox."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from infra.cli.console import CommandError

INTERRUPTED = 130


@dataclass(frozen=True)
class Pulumi:
    """The engine's command line for one stack."""

    root: Path
    stack: str

    def run(self, *arguments: str) -> int:
        """Run a command in the user's terminal and return its exit code.

        Ctrl-C reaches the engine too, which ends what it has begun and saves the state: wait for that.
        """
        interrupted = False
        with subprocess.Popen(self._command(arguments), cwd=self.root) as process:
            while True:
                try:
                    code = process.wait()
                except KeyboardInterrupt:
                    interrupted = True
                else:
                    return INTERRUPTED if interrupted and code else code

    def deploy(self, *arguments: str) -> None:
        """Run a command that changes something; ends this command when it fails."""
        code = self.run(*arguments, "--stack", self.stack, "--non-interactive")
        if code == INTERRUPTED:
            raise CommandError(
                f"`pulumi {arguments[0]}` was interrupted; what was finished is saved",
                fix="run the same command again: it goes on from there",
                code=INTERRUPTED,
            )
        if code:
            raise CommandError(
                f"`pulumi {arguments[0]}` failed for stack {self.stack}; the reasons are above",
                fix="repair what they name and run the same command again; what was finished is kept",
            )

    def read(self, *arguments: str) -> object:
        """Run a command that answers with JSON."""
        done = subprocess.run(
            self._command([*arguments, "--stack", self.stack]),
            cwd=self.root, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise CommandError(f"`pulumi {' '.join(arguments)}` failed: {done.stderr.strip()}")
        return cast("object", json.loads(done.stdout))

    def _command(self, arguments: Sequence[str]) -> list[str]:
        return [str(self.root / ".sandbox" / "bin" / "pulumi"), *arguments]
