"""A project and a policy pack of the tests' own, and a Pulumi that runs them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from sandbox.engine.tools import ensure

HOST = f'#!/bin/sh\nexec "{sys.executable}" -P -m sandbox.engine.language_host "$@"\n'


class Project:
    """A Pulumi project without providers: components need none."""

    def __init__(self, root: Path, pulumi: Path) -> None:
        self.root = root
        self.pulumi = root / "bin" / "pulumi"
        self.pulumi.parent.mkdir()
        shutil.copy2(pulumi, self.pulumi)  # Pulumi looks for its language host beside itself
        host = self.pulumi.with_name("pulumi-language-python")
        host.write_text(HOST)
        host.chmod(0o755)
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PULUMI")} | {
            "PULUMI_HOME": str(root / "home"),
            "PULUMI_BACKEND_URL": f"file://{root}/backend",
            "PULUMI_CONFIG_PASSPHRASE": "of the tests",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }
        (root / "backend").mkdir()
        options = f"toolchain: pip, virtualenv: '{sys.prefix}'"
        self.options(options)
        (root / "policies").mkdir()
        (root / "policies" / "PulumiPolicy.yaml").write_text(f"runtime: {{name: python, options: {{{options}}}}}\n")
        self.program("")
        self.run("stack", "init", "dev")

    def options(self, text: str) -> None:
        """Replace the options of the project's runtime."""
        runtime = f"runtime: {{name: python, options: {{{text}}}}}\n"
        (self.root / "Pulumi.yaml").write_text(f"name: tiny\nmain: program\n{runtime}")

    def program(self, text: str) -> None:
        """Replace the program."""
        (self.root / "program").mkdir(exist_ok=True)
        (self.root / "program" / "__main__.py").write_text("import pulumi\n" + dedent(text))

    def pack(self, text: str) -> None:
        """Replace the policy pack."""
        (self.root / "policies" / "__main__.py").write_text("import pulumi, pulumi_policy as pp\n" + dedent(text))

    def command(self, *arguments: str) -> list[str]:
        """Return a command for `Popen`."""
        common = ("--non-interactive", "--color", "never", "--cwd", str(self.root))
        return [str(self.pulumi), *common, *arguments]

    def attempt(self, *arguments: str) -> tuple[int, str]:
        """Run Pulumi; return its exit code and all that it says."""
        done = subprocess.run(
            self.command(*arguments),
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=300,
        )
        return done.returncode, done.stdout

    def run(self, *arguments: str) -> str:
        """Run Pulumi, which must succeed."""
        code, output = self.attempt(*arguments)
        assert code == 0, output
        return output

    def about(self, *arguments: str) -> dict[str, Any]:
        """Return what Pulumi tells about the project."""
        said = self.run("about", "--json", *arguments)
        return json.loads(said[said.index("{") :])

    def fail(self, *arguments: str) -> str:
        """Run Pulumi, which must fail; return what follows the list of resources."""
        code, output = self.attempt(*arguments)
        assert code, output
        return output.partition("Diagnostics:")[2] or output


@pytest.fixture(scope="session")
def pulumi() -> Path:
    return ensure(["pulumi"])["pulumi"]


@pytest.fixture
def project(tmp_path: Path, pulumi: Path) -> Project:
    return Project(tmp_path, pulumi)
