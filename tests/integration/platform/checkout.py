"""A copy of the checkout in which the README's commands run, with a sandbox of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import boto3
import yaml

from sandbox import environment

ROOT = Path(__file__).resolve().parents[3]
LIMIT_SECONDS = 500


class Checkout:
    """A copy of the working tree: what git knows or would know, and the same virtual environment."""

    def __init__(self, root: Path) -> None:
        self.root = root
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).is_file():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, root / name)
        (root / ".venv").symlink_to(ROOT / ".venv")

    def mlplatform(self, *arguments: str, check: bool = True, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the command line as a user would, in a shell that does not know the sandbox."""
        ours = ("AWS_", "PULUMI_", "MLPLATFORM")
        own = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return self._run([sys.executable, "-m", "infra.cli", *arguments], own | variables, check=check)

    def command(self, *command: str, check: bool = True, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a plain command in the environment of `.sandbox/env`."""
        line = '. .sandbox/env && exec "$@"'
        return self._run(["sh", "-c", line, "sh", *command], dict(os.environ), check=check, stdin=stdin)

    def kubectl(self, *arguments: str, check: bool = True, manifest: object = None) -> str:
        """Run kubectl; what it prints on both streams."""
        stdin = None if manifest is None else json.dumps(manifest)
        done = self.command("kubectl", *arguments, check=check, stdin=stdin)
        return done.stdout + ("" if check else done.stderr)

    def objects(self, kind: str, *arguments: str) -> list[dict[str, Any]]:
        """Return Kubernetes objects."""
        return json.loads(self.kubectl("get", kind, "--output=json", *arguments))["items"]

    def aws(self, service: str) -> Any:
        """Return a boto3 client of the emulated account."""
        variables = environment.variables(self.root)
        session = boto3.Session(
            aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=variables["AWS_SESSION_TOKEN"],
            region_name=variables["AWS_REGION"],
        )
        # The service is data here; the SDK's types know literal names only.
        return cast("Any", session).client(service, endpoint_url=variables["AWS_ENDPOINT_URL"])

    def state(self, stack: str = "dev") -> list[dict[str, Any]]:
        """Return the stack's resources."""
        exported = json.loads(self.command("pulumi", "stack", "export", "--stack", stack).stdout)
        return exported["deployment"].get("resources") or []

    def outputs(self, stack: str = "dev") -> dict[str, Any]:
        """Return the stack's outputs."""
        return json.loads(self.command("pulumi", "stack", "output", "--json", "--stack", stack).stdout)

    def settings(self, name: str) -> Any:
        """Return an environment's settings file as plain data."""
        return yaml.safe_load((self.root / "stacks" / f"{name}.yaml").read_text())

    def _run(
        self, command: list[str], variables: dict[str, str], *, check: bool, stdin: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        variables = variables | {"PYTHONPATH": str(self.root)}
        # Compiled modules go next to their sources, which all copies share.
        variables.pop("PYTHONDONTWRITEBYTECODE", None)
        done = subprocess.run(
            command, cwd=self.root, env=variables, input=stdin,
            capture_output=True, text=True, check=False, timeout=LIMIT_SECONDS,
        )  # fmt: skip
        assert done.returncode == 0 or not check, f"{command}\n{done.stdout[-6000:]}\n{done.stderr[-6000:]}"
        return done
