"""Tokens of a kubeconfig's `exec` plugin, shared by the many provider processes of one deployment."""

import hashlib
import json
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from filelock import FileLock

from sandbox.kubernetes.provider.clusters import Plugin
from sandbox.private_files import make_private_directory, write_private
from sandbox.provider.errors import ProviderError
from sandbox.provider.values import Properties

# A request that starts now must still be valid when it arrives.
_MARGIN = timedelta(minutes=1)
_LONGEST_RUN_SECONDS = 60


class Tokens:
    """The token of one plugin, renewed shortly before it expires."""

    def __init__(self, plugin: Plugin) -> None:
        self._plugin = plugin
        self._file = _cache_file(plugin)
        self._credential: Properties = {}

    def current(self) -> str:
        """A valid token; the plugin runs only if neither this nor another process has one."""
        if not _is_valid(self._credential):
            self._credential = self._shared() if self._file else _run(self._plugin)
        return str(self._credential["token"])

    def forget(self) -> None:
        """The API server refused the token."""
        self._credential = {}
        if self._file:
            self._file.unlink(missing_ok=True)

    def _shared(self) -> Properties:
        file = cast("Path", self._file)
        make_private_directory(file.parent)
        with FileLock(file.with_suffix(".lock")):
            credential = _read(file)
            if not _is_valid(credential):
                credential = _run(self._plugin)
                write_private(file, json.dumps(credential))
            return credential


def _cache_file(plugin: Plugin) -> Path | None:
    sandbox = os.environ.get("MLPLATFORM_SANDBOX")
    if not sandbox:
        return None
    caller = [os.environ.get(name, "") for name in ("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_ENDPOINT_URL")]
    parts = [plugin.command, *plugin.arguments, *(f"{k}={v}" for k, v in sorted(plugin.environment.items())), *caller]
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    return Path(sandbox) / "kubernetes" / "tokens" / f"{digest}.json"


def _read(file: Path) -> Properties:
    try:
        return cast("Properties", json.loads(file.read_text()))
    except (FileNotFoundError, ValueError):
        return {}


def _is_valid(credential: Properties) -> bool:
    if not credential.get("token"):
        return False
    expires = credential.get("expirationTimestamp")
    return not expires or datetime.fromisoformat(str(expires)) - _MARGIN > datetime.now(UTC)


def _run(plugin: Plugin) -> Properties:
    line = " ".join([plugin.command, *plugin.arguments])
    environment = {**os.environ, **plugin.environment}
    try:
        done = subprocess.run(
            [plugin.command, *plugin.arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=_LONGEST_RUN_SECONDS,
        )
        return cast("Properties", json.loads(done.stdout)["status"])
    except FileNotFoundError as error:
        msg = f"kubeconfig: the credential plugin '{plugin.command}' is not installed"
        raise ProviderError(msg) from error
    except subprocess.TimeoutExpired as error:
        msg = f"kubeconfig: `{line}` did not finish within {_LONGEST_RUN_SECONDS} s"
        raise ProviderError(msg) from error
    except subprocess.CalledProcessError as error:
        msg = f"kubeconfig: `{line}` failed: {str(error.stderr).strip()}"
        raise ProviderError(msg) from error
    except (ValueError, KeyError) as error:
        msg = f"kubeconfig: `{line}` printed no ExecCredential"
        raise ProviderError(msg) from error
