"""Examples for the policies on what single roles of Kubernetes allow."""

from policies.kubernetes import (
    binding_no_writer_role,
    role_no_certificate_approval,
    role_no_exec,
    role_no_firewall_change,
    role_no_secret_read,
    role_no_token_create,
    role_no_webhooks,
)
from policies.kubernetes.grants import CHANGING
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_RBAC = "kubernetes:rbac.authorization.k8s.io/v1"


def _role(resource: object, *verbs: object, group: object = "", kind: str = "Role", **rule: object) -> Given:
    rules = [
        {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get"]},
        {"apiGroups": [group], "resources": ["pods", resource], "verbs": list(verbs) or ["get"], **rule},
    ]
    return Given(f"{_RBAC}:{kind}", {"rules": rules}, "role")


def _binding(name: object, kind: str = "RoleBinding", of: object = "ClusterRole") -> Given:
    return Given(f"{_RBAC}:{kind}", {"roleRef": {"kind": of, "name": name}}, "binding")


_EMPTY = Given(f"{_RBAC}:Role", {}, "role")
_ADMISSION, _CERTIFICATES = "admissionregistration.k8s.io", "certificates.k8s.io"
_APPROVAL = "certificatesigningrequests/approval"
_NETWORK, _CLUSTER = "networking.k8s.io", "policy.networking.k8s.io"

EXAMPLES = [
    Examples(
        role_no_secret_read.POLICY,
        passing=[
            _role("configmaps", "get", "list", "watch"),
            _role("secrets", "create"),
            _role("secrets", "get", group="vault.example.com"),
            _role("secrets", "get", resourceNames=["one"]),
        ],
        failing=[
            *(_role("secrets", verb) for verb in ("get", "list", "watch")),
            _role("secrets", "get", kind="ClusterRole"),
            _role("secrets", "get", resourceNames=[]),
            _role("secrets", "create", "list"),
        ],
        absent=_EMPTY,
        absence_fails=False,
        unknown=_role("secrets", "get", resourceNames=UNKNOWN),
    ),
    Examples(
        role_no_token_create.POLICY,
        passing=[_role("serviceaccounts", "get", "create"), _role("serviceaccounts/token", "get")],
        failing=[
            _role("serviceaccounts/token", "create"),
            _role("serviceaccounts/token", "create", kind="ClusterRole", resourceNames=["one"]),
        ],
        absent=_EMPTY,
        absence_fails=False,
        unknown=_role(UNKNOWN, "create"),
    ),
    Examples(
        role_no_exec.POLICY,
        passing=[_role("pods/log"), _role("pods/eviction", "create"), _role("pods/exec", group="example.com")],
        failing=[
            *(_role(resource, "create") for resource in role_no_exec.RESOURCES),
            _role("pods/exec", "get", kind="ClusterRole"),
        ],
        absent=_EMPTY,
        absence_fails=False,
        unknown=_role("pods/exec", "create", group=UNKNOWN),
    ),
    Examples(
        role_no_webhooks.POLICY,
        passing=[_role(each, "get", "list", group=_ADMISSION) for each in role_no_webhooks.RESOURCES],
        failing=[
            *(_role(each, "update", group=_ADMISSION) for each in role_no_webhooks.RESOURCES),
            *(_role("validatingwebhookconfigurations", verb, group=_ADMISSION) for verb in CHANGING),
        ],
        absent=_EMPTY,
        absence_fails=False,
        unknown=_role("validatingwebhookconfigurations", UNKNOWN, group=_ADMISSION),
    ),
    Examples(
        role_no_certificate_approval.POLICY,
        passing=[
            _role("certificatesigningrequests", "create", group=_CERTIFICATES),
            _role(_APPROVAL, "get", group=_CERTIFICATES),
            _role("signers", "get", group=_CERTIFICATES),
        ],
        failing=[
            _role(_APPROVAL, "update", group=_CERTIFICATES),
            _role(_APPROVAL, "patch", group=_CERTIFICATES, kind="ClusterRole"),
            _role("signers", "approve", group=_CERTIFICATES),
            _role("signers", "sign", group=_CERTIFICATES),
        ],
        absent=_EMPTY,
        absence_fails=False,
        unknown=_role("signers", UNKNOWN, group=_CERTIFICATES),
    ),
    Examples(
        role_no_firewall_change.POLICY,
        passing=[
            _role("networkpolicies", "get", "list", "watch", group=_NETWORK),
            _role("ingresses", "create", group=_NETWORK),
            _role("resourcequotas", "get"),
        ],
        failing=[
            *(_role("networkpolicies", verb, group=_NETWORK) for verb in CHANGING),
            *(_role(each, "create", group=_CLUSTER) for each in role_no_firewall_change.CLUSTER_WIDE),
            *(_role(each, "patch") for each in ("resourcequotas", "limitranges", "namespaces")),
            _role("networkpolicies", "create", group=_NETWORK, kind="ClusterRole"),
        ],
        absent=_EMPTY,
        absence_fails=False,
        unknown=_role("networkpolicies", UNKNOWN, group=_NETWORK),
    ),
    Examples(
        binding_no_writer_role.POLICY,
        passing=[_binding("view"), _binding("edit", of="Role"), _binding("mlplatform:viewers", "ClusterRoleBinding")],
        failing=[
            _binding("edit"),
            _binding("admin"),
            _binding("edit", "ClusterRoleBinding"),
        ],
        absent=Given(f"{_RBAC}:RoleBinding", {}, "binding"),
        absence_fails=False,
        unknown=_binding(UNKNOWN),
    ),
]
