"""Kubeconfig files with a client certificate inside."""

import base64
import json
from pathlib import Path

from sandbox.kubernetes.certificates import KeyPair
from sandbox.private_files import write_private


def write_kubeconfig(path: Path, server: str, authority: Path, client: KeyPair) -> Path:
    """Write a kubeconfig that needs no other file; return its path."""
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {"name": "sandbox", "cluster": {"server": server, "certificate-authority-data": _embedded(authority)}}
        ],
        "users": [
            {
                "name": path.stem,
                "user": {
                    "client-certificate-data": _embedded(client.certificate),
                    "client-key-data": _embedded(client.key),
                },
            }
        ],
        "contexts": [{"name": "sandbox", "context": {"cluster": "sandbox", "user": path.stem}}],
        "current-context": "sandbox",
    }
    # JSON is YAML too.
    write_private(path, json.dumps(config, indent=2))
    return path


def write_token_kubeconfig(path: Path, server: str, authority: Path, token: str) -> None:
    """Write a kubeconfig that signs in with a bearer token."""
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {"name": "sandbox", "cluster": {"server": server, "certificate-authority-data": _embedded(authority)}}
        ],
        "users": [{"name": "token", "user": {"token": token}}],
        "contexts": [{"name": "sandbox", "context": {"cluster": "sandbox", "user": "token"}}],
        "current-context": "sandbox",
    }
    write_private(path, json.dumps(config, indent=2))


def write_webhook_config(path: Path, url: str) -> Path:
    """Write the kubeconfig through which the API server asks `url` about bearer tokens; return its path."""
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "aws", "cluster": {"server": url}}],
        "users": [{"name": "kube-apiserver"}],
        "contexts": [{"name": "aws", "context": {"cluster": "aws", "user": "kube-apiserver"}}],
        "current-context": "aws",
    }
    write_private(path, json.dumps(config, indent=2))
    return path


def _embedded(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()
