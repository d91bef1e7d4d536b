"""Helm commands that change a release."""

import json
import shlex
import sys
import tempfile
from pathlib import Path
from typing import Final, cast

from sandbox.kubernetes.provider.releases import options
from sandbox.kubernetes.provider.releases.helm import Deployed, Helm, HelmError
from sandbox.provider.errors import ProviderError
from sandbox.provider.values import Properties

_POST_RENDERER: Final = "sandbox.kubernetes.provider.releases.post_render"
_CODE: Final = Path(__file__).parents[4]


def upgrade(helm: Helm, inputs: Properties, folder: Path) -> tuple[Deployed, list[str]]:
    """Install or upgrade; also return what the post-renderer left out. May raise HelmError."""
    with tempfile.TemporaryDirectory(prefix="mlplatform-helm-") as directory:
        report, renderer = Path(directory) / "left-out.json", Path(directory) / "post-render"
        command = shlex.join([sys.executable, "-m", _POST_RENDERER, str(report)])
        renderer.write_text(f"#!/bin/sh\nPYTHONPATH={shlex.quote(str(_CODE))} exec {command}\n")
        renderer.chmod(0o700)
        arguments = [str(folder), *options.flags(inputs), "--values", "-", "--hide-notes"]
        arguments += ["--post-renderer", str(renderer)]
        deployed = helm.upgrade(str(inputs["namespace"]), str(inputs["name"]), arguments, options.all_values(inputs))
        left_out = cast("list[str]", json.loads(report.read_text())) if report.exists() else []
        return deployed, left_out


def clear_interrupted(helm: Helm, namespace: str, name: str) -> None:
    """See to a release that a killed deployment left half-done: Helm refuses to touch it."""
    deployed = helm.find(namespace, name)
    if deployed and deployed.status in {"pending-upgrade", "pending-rollback"}:
        helm.run(["rollback", name], namespace)
    elif deployed and deployed.status in {"pending-install", "uninstalling"}:
        uninstall(helm, namespace, name)


def uninstall(helm: Helm, namespace: str, name: str, *arguments: str) -> None:
    """Uninstall; one that is gone already is a success."""
    try:
        helm.run(["uninstall", name, "--ignore-not-found", *arguments], namespace)
    except HelmError as error:
        message = f"Helm release {namespace}/{name}: {error}"
        raise ProviderError(message) from error
