"""The cluster that a kubeconfig points to; only one on this machine is accepted."""

import base64
import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from sandbox.kubernetes.provider.fields import entries, section
from sandbox.kubernetes.provider.yaml_text import parse
from sandbox.provider.errors import ProviderError
from sandbox.provider.values import Properties


@dataclass(frozen=True)
class Plugin:
    """A command that prints a token (`exec` in a kubeconfig)."""

    command: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Cluster:
    """Where the API server is and how to log in."""

    server: str
    authority: str = ""
    """PEM; empty = the machine's trust store."""
    token: str = ""
    certificate: str = ""
    key: str = ""
    plugin: Plugin | None = None


def load(kubeconfig: str, context: str = "", cluster: str = "") -> Cluster:
    """The active cluster of a kubeconfig, given as text or as a path."""
    config = _parse(kubeconfig)
    chosen = context or str(config.get("current-context") or "")
    active = section(_named(config, "contexts", chosen), "context")
    target = section(_named(config, "clusters", cluster or str(active.get("cluster") or "")), "cluster")
    user = section(_named(config, "users", str(active.get("user") or "")), "user")
    server = str(target.get("server") or "")
    if not server:
        msg = f"kubeconfig: context '{chosen}' leads to no cluster with a server"
        raise ProviderError(msg)
    return Cluster(
        server=server.rstrip("/"),
        authority=_pem(target, "certificate-authority"),
        token=_token(user),
        certificate=_pem(user, "client-certificate"),
        key=_pem(user, "client-key"),
        plugin=_plugin(user),
    )


def require_this_machine(cluster: Cluster) -> None:
    """Refuse a cluster elsewhere: the sandbox must never touch a real one."""
    host = urlsplit(cluster.server).hostname or ""
    if host != "localhost" and not _is_loopback(host):
        message = (
            f"the sandbox's Kubernetes provider only talks to an API server on this machine, not to {cluster.server}; "
            "to deploy to a real cluster use the official Pulumi and plugins, outside the sandbox's environment"
        )
        raise ProviderError(message)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _parse(kubeconfig: str) -> Properties:
    message = "kubeconfig: neither YAML nor JSON nor the path of an existing file"
    try:
        parsed = parse(_content(kubeconfig))
    except ValueError as error:
        raise ProviderError(message) from error
    if not isinstance(parsed, dict):
        raise ProviderError(message)
    return cast("Properties", parsed)


def _content(kubeconfig: str) -> str:
    if "\n" in kubeconfig or kubeconfig.lstrip().startswith("{"):
        return kubeconfig
    for path in kubeconfig.split(os.pathsep):
        file = Path(path).expanduser()
        if file.is_file():
            return file.read_text()
    return kubeconfig


def _named(config: Properties, kind: str, name: str) -> Properties:
    return next((entry for entry in entries(config, kind) if entry.get("name") == name), Properties())


def _pem(entry: Properties, field: str) -> str:
    if data := entry.get(f"{field}-data"):
        return base64.b64decode(str(data)).decode()
    if path := entry.get(field):
        return Path(str(path)).read_text()
    return ""


def _token(user: Properties) -> str:
    if file := user.get("tokenFile"):
        return Path(str(file)).read_text().strip()
    return str(user.get("token") or "")


def _plugin(user: Properties) -> Plugin | None:
    if not (run := section(user, "exec")):
        return None
    environment = {str(entry["name"]): str(entry["value"]) for entry in entries(run, "env")}
    arguments = cast("list[str]", run["args"]) if run.get("args") else []
    return Plugin(str(run["command"]), tuple(arguments), environment)
