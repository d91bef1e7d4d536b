"""Private copies of the stack files: Pulumi writes its encryption salt into them, and the checkout must stay clean.

The sandbox's `pulumi` is a small wrapper that points `--config-file` at the copy of the stack it is called for.
`pulumi stack init` has no such flag, so the sandbox's stacks are made in a project folder of its own.
"""

import json
import subprocess
from pathlib import Path
from typing import Any, cast

from sandbox.errors import SandboxError
from sandbox.layout import Layout

_SALT = "encryptionsalt:"

WRAPPER = """\
#!/bin/sh
# Runs pulumi with a private copy of the stack file: what Pulumi writes into it stays out of the checkout.
stack=${{PULUMI_STACK:-$MLPLATFORM_STACK}}
previous=
for argument in "$@"; do
    case "$previous" in -s | --stack) stack=$argument ;; esac
    case "$argument" in --stack=*) stack=${{argument#--stack=}} ;; esac
    previous=$argument
done
file={project}/Pulumi.${{stack##*/}}.yaml
if [ -f "$file" ]; then
    PULUMI_OPTION_CONFIG_FILE=$file PULUMI_OPTION_PRESERVE_CONFIG=true
    export PULUMI_OPTION_CONFIG_FILE PULUMI_OPTION_PRESERVE_CONFIG
fi
exec {pulumi} "$@"
"""


def project(layout: Layout) -> Path:
    """Folder of the private stack files."""
    return layout.pulumi_home.parent / "project"


def create(layout: Layout, stack: str) -> None:
    """Create the stack if the backend lacks it, and bring its private stack file up to date with the checkout's.

    Pulumi is called with this process's environment, which is the sandbox's by now.

    Raises:
        SandboxError: Pulumi refused.
    """
    folder = project(layout)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.yaml").write_text("name: mlplatform\nruntime: python\n")
    private = folder / f"Pulumi.{stack}.yaml"
    salt = _salt(private)
    private.write_text((layout.root / "stacks" / f"Pulumi.{stack}.yaml").read_text().rstrip("\n") + "\n" + salt)
    if (_checkpoints(layout) / f"{stack}.json").exists():
        return
    done = subprocess.run(
        [str(layout.bin / "pulumi"), "stack", "init", stack, "--non-interactive"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SandboxError(
            f"Pulumi could not create the stack {stack} in the sandbox: {done.stderr.strip()}",
            fix="`mlplatform sandbox reset` makes a new sandbox.",
        )


def deployed(layout: Layout) -> list[str]:
    """Return the stacks of the backend that have resources."""
    return sorted(path.stem for path in _checkpoints(layout).glob("*.json") if _resources(path))


def _checkpoints(layout: Layout) -> Path:
    return layout.pulumi_backend / ".pulumi" / "stacks" / "mlplatform"


def _resources(checkpoint: Path) -> list[object]:
    content = cast("dict[str, Any]", json.loads(checkpoint.read_text()))
    latest = cast("dict[str, Any]", content.get("checkpoint", {}).get("latest") or {})
    return latest.get("resources") or []


def _salt(private: Path) -> str:
    lines = private.read_text().splitlines(keepends=True) if private.exists() else []
    return "".join(line for line in lines if line.startswith(_SALT))
