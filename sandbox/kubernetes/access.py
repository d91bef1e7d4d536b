"""Roles that a new sandbox cluster has besides the Kubernetes defaults."""

import http.client
import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing

from sandbox.errors import SandboxError
from sandbox.kubernetes.access_policies import GROUP_PREFIX, RULES
from sandbox.kubernetes.pki import KWOK_USER
from sandbox.parts import connect

GROUP = "rbac.authorization.k8s.io"
_READ = ["get", "list", "watch"]
_WRITE = ["create", "patch", "update"]
KWOK_RULES = [
    {"apiGroups": ["", "events.k8s.io"], "resources": ["events"], "verbs": [*_READ, *_WRITE]},
    {"apiGroups": [""], "resources": ["nodes"], "verbs": _READ},
    {"apiGroups": [""], "resources": ["nodes/status", "pods/status"], "verbs": ["patch", "update"]},
    {"apiGroups": [""], "resources": ["pods"], "verbs": [*_READ, "patch", "update", "delete"]},
    {"apiGroups": ["coordination.k8s.io"], "resources": ["leases"], "verbs": [*_READ, *_WRITE]},
]


def grant(port: int, tls: ssl.SSLContext) -> None:
    """Create the roles and bindings on the API server at `port`."""
    with closing(connect(port, tls)) as connection:
        for plural, name, content in _objects():
            path = f"/apis/{GROUP}/v1/{plural}/{name}?fieldManager=sandbox&force=true"
            body = json.dumps({"apiVersion": f"{GROUP}/v1", "metadata": {"name": name}, **content})
            connection.request("PATCH", path, body, {"Content-Type": "application/apply-patch+yaml"})
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            if answer.status not in {http.client.OK, http.client.CREATED}:
                raise SandboxError(what=f"The API server refused {plural}/{name}: {text}", fix="Run `make up` again.")


def _objects() -> Iterator[tuple[str, str, Mapping[str, object]]]:
    yield "clusterroles", KWOK_USER, {"kind": "ClusterRole", "rules": KWOK_RULES}
    yield "clusterrolebindings", KWOK_USER, _binding(KWOK_USER, KWOK_USER, "User")
    # EKS decides on its access policies itself; here its callers are in groups, which these roles are bound to.
    for word, rules in RULES.items():
        name = GROUP_PREFIX + word
        yield "clusterroles", name, {"kind": "ClusterRole", "rules": rules}
        yield "clusterrolebindings", name, _binding(name, name, "Group")


def _binding(subject: str, role: str, kind: str) -> dict[str, object]:
    return {
        "kind": "ClusterRoleBinding",
        "roleRef": {"apiGroup": GROUP, "kind": "ClusterRole", "name": role},
        "subjects": [{"apiGroup": GROUP, "kind": kind, "name": subject}],
    }
