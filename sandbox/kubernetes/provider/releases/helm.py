"""The helm binary, logged in to the provider's cluster."""

import base64
import json
import os
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from sandbox.kubernetes.provider.api import Api
from sandbox.provider.errors import ProviderError
from sandbox.provider.values import Properties

_SETTINGS: Final = {
    "driver": "HELM_DRIVER",
    "pluginsPath": "HELM_PLUGINS",
    "registryConfigPath": "HELM_REGISTRY_CONFIG",
    "repositoryCache": "HELM_REPOSITORY_CACHE",
    "repositoryConfigPath": "HELM_REPOSITORY_CONFIG",
}


class HelmError(Exception):
    """Helm said no."""


@dataclass(frozen=True)
class Deployed:
    """What Helm knows of a release."""

    metadata: Properties
    """Chart, version, appVersion, revision, status."""
    values: Properties
    manifest: str

    @property
    def status(self) -> str:
        """`deployed`, `failed`, `pending-install` …."""
        return str(self.metadata["status"])


class Helm:
    """Runs helm commands."""

    def __init__(self, api: Api, settings: Properties) -> None:
        self._api = api
        self._environment = {_SETTINGS[name]: str(value) for name, value in settings.items() if name in _SETTINGS}

    def run(self, arguments: Sequence[str], namespace: str, values: Properties | None = None) -> str:
        """Run one command and return what it prints; values go in on stdin, for they may be secret."""
        with self._login() as kubeconfig:
            command = ["helm", *arguments, "--namespace", namespace, "--kubeconfig", str(kubeconfig)]
            try:
                done = subprocess.run(
                    command,
                    env={**os.environ, **self._environment},
                    input=json.dumps(values or {}),
                    capture_output=True,
                    text=True,
                    check=True,
                )
            except FileNotFoundError as error:
                raise ProviderError("helm is not on PATH; load the sandbox's environment: `. .sandbox/env`") from error
            except subprocess.CalledProcessError as error:
                raise HelmError(_last_error(str(error.stderr))) from error
            return done.stdout

    def find(self, namespace: str, name: str) -> Deployed | None:
        """A release, if there is one."""
        try:
            return self._deployed(namespace, name, self.run(["status", name, "--output", "json"], namespace))
        except HelmError as error:
            if "not found" in str(error):
                return None
            msg = f"Helm release {namespace}/{name}: {error}"
            raise ProviderError(msg) from error

    def upgrade(self, namespace: str, name: str, arguments: Sequence[str], values: Properties) -> Deployed:
        """Install or upgrade."""
        command = ["upgrade", "--install", name, *arguments, "--output", "json"]
        return self._deployed(namespace, name, self.run(command, namespace, values))

    def _deployed(self, namespace: str, name: str, release: str) -> Deployed:
        # What helm prints of a release lacks its chart.
        metadata = self.run(["get", "metadata", name, "--output", "json"], namespace)
        printed = cast("Properties", json.loads(release))
        values = cast("Properties", printed.get("config") or {})
        return Deployed(cast("Properties", json.loads(metadata)), values, str(printed.get("manifest") or ""))

    @contextmanager
    def _login(self) -> Generator[Path]:
        # A kubeconfig with the token that this process has already: helm need not run the credential plugin again.
        cluster = self._api.cluster
        target: Properties = {"server": cluster.server}
        if cluster.authority:
            target["certificate-authority-data"] = _embedded(cluster.authority)
        user: Properties = {}
        if token := self._api.token():
            user["token"] = token
        if cluster.certificate:
            user |= {
                "client-certificate-data": _embedded(cluster.certificate),
                "client-key-data": _embedded(cluster.key),
            }
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "sandbox", "cluster": target}],
            "users": [{"name": "provider", "user": user}],
            "contexts": [{"name": "sandbox", "context": {"cluster": "sandbox", "user": "provider"}}],
            "current-context": "sandbox",
        }
        # Closed to others, and gone with the command.
        with tempfile.TemporaryDirectory(prefix="mlplatform-helm-") as directory:
            file = Path(directory) / "kubeconfig"
            file.write_text(json.dumps(config))
            file.chmod(0o600)
            yield file


def _embedded(pem: str) -> str:
    return base64.b64encode(pem.encode()).decode()


def _last_error(stderr: str) -> str:
    _before, _mark, message = stderr.strip().rpartition("Error: ")
    return (
        message.removeprefix("UPGRADE FAILED: ").removeprefix("INSTALLATION FAILED: ") or "helm failed without a word"
    )
