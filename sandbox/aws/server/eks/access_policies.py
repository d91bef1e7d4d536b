"""EKS access policies: Kubernetes permissions that AWS maintains, given through groups of the sandbox.

EKS decides with an authorizer of its own. Here an associated policy of cluster scope puts the caller into the group
`eks:access-policy:<name>`, which the sandbox binds to a ClusterRole. A policy of namespace scope puts the caller into
`eks:access-policy:<name>:<namespace pattern>`, and RoleBindings for that group are kept in the namespaces that match.
"""

import fnmatch
import hashlib

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks.state import Cluster
from sandbox.aws.server.kubernetes_api import ApiServerRefusedError, KubernetesApi
from sandbox.aws.server.shapes import Shape
from sandbox.kubernetes.access_policies import GROUP_PREFIX

ARN_PREFIX = "arn:aws:eks::aws:cluster-access-policy/"
# Policy -> the word that names its group and its ClusterRole.
POLICIES = {
    "AmazonEKSClusterAdminPolicy": "cluster-admin",
    "AmazonEKSAdminPolicy": "admin",
    "AmazonEKSAdminViewPolicy": "admin-view",
    "AmazonEKSEditPolicy": "edit",
    "AmazonEKSViewPolicy": "view",
}


def list_access_policies(call: Call) -> Shape:  # noqa: ARG001 every operation takes the call
    """List the policies that can be associated."""
    return {"accessPolicies": [{"name": name, "arn": ARN_PREFIX + name} for name in POLICIES]}


def groups(policies: dict[str, Shape]) -> list[str]:
    """Return the groups that the associated policies put a caller into."""
    return sorted(
        group
        for arn, association in policies.items()
        for group in (
            [GROUP_PREFIX + _word(arn)]
            if association["accessScope"]["type"] == "cluster"
            else [f"{GROUP_PREFIX}{_word(arn)}:{pattern}" for pattern in association["accessScope"]["namespaces"]]
        )
    )


def bind(api: KubernetesApi, cluster: Cluster) -> None:
    """Make the RoleBindings that policies of namespace scope need, and remove those that none needs any more."""
    wanted = {
        (_word(arn), pattern)
        for entry in list(cluster.access_entries.values())
        for arn, association in list(entry.policies.items())
        if association["accessScope"]["type"] == "namespace"
        for pattern in association["accessScope"]["namespaces"]
    }
    if not wanted and not cluster.bindings:
        return
    namespaces = [item["metadata"]["name"] for item in api.get("/api/v1/namespaces")["items"]]
    needed = {
        f"/apis/rbac.authorization.k8s.io/v1/namespaces/{namespace}/rolebindings/{_binding_name(word, pattern)}": (
            word,
            pattern,
        )
        for word, pattern in wanted
        for namespace in namespaces
        if fnmatch.fnmatchcase(namespace, pattern)
    }
    for path in cluster.bindings - needed.keys():
        api.delete(path)
    for path in needed.keys() - cluster.bindings:
        _create(api, path, *needed[path])
    cluster.bindings = set(needed)


def _create(api: KubernetesApi, path: str, word: str, pattern: str) -> None:
    collection, name = path.rsplit("/", 1)
    group = {"kind": "Group", "apiGroup": "rbac.authorization.k8s.io", "name": f"{GROUP_PREFIX}{word}:{pattern}"}
    role = {"kind": "ClusterRole", "apiGroup": "rbac.authorization.k8s.io", "name": GROUP_PREFIX + word}
    try:
        api.create(collection, {"metadata": {"name": name}, "roleRef": role, "subjects": [group]})
    except ApiServerRefusedError as error:
        # It is there already, or its namespace is just going.
        if error.status not in {404, 409}:
            raise


def _binding_name(word: str, pattern: str) -> str:
    return f"{GROUP_PREFIX}{word}:{hashlib.sha256(pattern.encode()).hexdigest()[:8]}"


def _word(arn: str) -> str:
    return POLICIES[arn.removeprefix(ARN_PREFIX)]


OPERATIONS = {"ListAccessPolicies": list_access_policies}
