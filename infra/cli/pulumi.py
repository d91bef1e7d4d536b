"""Runs the Pulumi engine: the sandbox's, or the one of this shell."""

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
    program: str = ""
    """The engine; the sandbox's when empty."""

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
        return cast("object", json.loads(self.ask(*arguments)))

    def ask(self, *arguments: str) -> str:
        """Run a command and return what it prints."""
        try:
            done = subprocess.run(
                self._command([*arguments, "--stack", self.stack]),
                cwd=self.root, capture_output=True, text=True, check=False,
            )  # fmt: skip
        except FileNotFoundError:
            raise CommandError(
                "there is no `pulumi` on this shell's path", fix="install it; for the sandbox's, `. .sandbox/env`"
            ) from None
        if done.returncode:
            raise CommandError(f"`pulumi {' '.join(arguments[:2])}` failed: {done.stderr.strip()}")
        return done.stdout

    def _command(self, arguments: Sequence[str]) -> list[str]:
        return [self.program or str(self.root / ".sandbox" / "bin" / "pulumi"), *arguments]
