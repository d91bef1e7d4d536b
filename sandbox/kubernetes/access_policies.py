"""Kubernetes permissions of the EKS access policies.

Source, read 2026-11-21: https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html. They are less
than the ClusterRoles admin, edit and view, into which charts aggregate their own kinds: nothing here sees those.
The API group `extensions` is left out, which no supported Kubernetes version serves.
"""

from collections.abc import Mapping, Sequence

Rule = Mapping[str, Sequence[str]]

GROUP_PREFIX = "eks:access-policy:"
"""Before the word of a policy: the group of its callers, and the ClusterRole with its permissions."""
_READ = ("get", "list", "watch")
_WRITE = ("create", "delete", "deletecollection", "patch", "update")


def _rule(group: str, resources: str, verbs: Sequence[str]) -> Rule:
    return {"apiGroups": [group], "resources": resources.split(), "verbs": verbs}


_VIEW = (
    _rule(
        "apps",
        "controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets "
        "replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status",
        _READ,
    ),
    _rule("autoscaling", "horizontalpodautoscalers horizontalpodautoscalers/status", _READ),
    _rule("batch", "cronjobs cronjobs/status jobs jobs/status", _READ),
    _rule("discovery.k8s.io", "endpointslices", _READ),
    _rule("networking.k8s.io", "ingresses ingresses/status networkpolicies", _READ),
    _rule("policy", "poddisruptionbudgets poddisruptionbudgets/status", _READ),
    _rule(
        "",
        "configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers "
        "replicationcontrollers/scale serviceaccounts services services/status bindings events limitranges namespaces "
        "namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status",
        _READ,
    ),
)
_EDIT = (
    *_VIEW,
    _rule(
        "apps",
        "daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets "
        "statefulsets/scale",
        _WRITE,
    ),
    _rule("autoscaling", "horizontalpodautoscalers", _WRITE),
    _rule("batch", "cronjobs jobs", _WRITE),
    _rule("networking.k8s.io", "ingresses networkpolicies", _WRITE),
    _rule("policy", "poddisruptionbudgets", _WRITE),
    _rule("", "pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy", (*_READ, *_WRITE)),
    _rule(
        "",
        "configmaps events persistentvolumeclaims pods replicationcontrollers replicationcontrollers/scale "
        "serviceaccounts services",
        _WRITE,
    ),
    _rule("", "serviceaccounts", ("impersonate",)),
)
_ADMIN = (
    *_EDIT,
    _rule("authorization.k8s.io", "localsubjectaccessreviews", ("create",)),
    _rule("rbac.authorization.k8s.io", "rolebindings roles", (*_READ, *_WRITE)),
)
RULES: Mapping[str, Sequence[Rule]] = {
    "cluster-admin": (_rule("*", "*", ("*",)), {"nonResourceURLs": ["*"], "verbs": ["*"]}),
    "admin": _ADMIN,
    "admin-view": (_rule("*", "*", _READ),),
    "edit": _EDIT,
    "view": _VIEW,
}
"""Rules of each policy, by the word that the sandbox calls it."""
