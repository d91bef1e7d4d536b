"""Examples for the policies on namespaces, network policies, roles and services."""

from policies.kubernetes import (
    binding_no_cluster_admin,
    binding_no_tenant_cluster_role,
    namespace_default_deny,
    namespace_no_tenant_path,
    namespace_pod_security,
    network_policy_named_pods,
    network_policy_no_internal_range,
    network_policy_no_open_peer,
    role_no_escalation,
    role_no_wildcard,
    service_no_tenant_exposure,
)
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_EVERYTHING: dict[str, object] = {}
_PORTS = [{"port": 443.0, "protocol": "TCP"}]
_PSA = "pod-security.kubernetes.io"


def _namespace(name: str, **labels: object) -> Given:
    metadata = {"name": name, "labels": {"mlplatform/tenant": name, **labels}}
    return Given("kubernetes:core/v1:Namespace", {"metadata": metadata}, name)


def _unnamed(resource: str) -> Given:
    metadata = {"name": UNKNOWN, "labels": {"mlplatform/tenant": resource}}
    return Given("kubernetes:core/v1:Namespace", {"metadata": metadata}, resource)


def _guarded(**labels: object) -> Given:
    restricted = {f"{_PSA}/{mode}": "restricted" for mode in ("enforce", "audit", "warn")}
    changed = {f"{_PSA}/{mode.replace('_', '-')}": value for mode, value in labels.items()}
    return _namespace("iris", **{**restricted, f"{_PSA}/enforce-version": "v1.34", **changed})


def _policy(namespace: str, origin: str = "", **spec: object) -> Given:
    metadata = {"namespace": UNKNOWN if origin else namespace}
    return Given(
        "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        {"metadata": metadata, "spec": {"podSelector": {}, **spec}},
        f"{namespace}-firewall",
        {"metadata": [origin]} if origin else {},
    )


def _closed(namespace: str, **rules: object) -> Given:
    both: dict[str, object] = {"policyTypes": ["Ingress", "Egress"], **rules}
    return _policy(namespace, "", **both)


def _rule(way: str, *peers: object) -> dict[str, object]:
    return {way: list(peers), "ports": _PORTS}


def _by_name(name: str) -> dict[str, object]:
    return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}, "podSelector": {}}


def _role(kind: str = "Role", **rule: object) -> Given:
    rules = [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"], **rule}]
    return Given(f"kubernetes:rbac.authorization.k8s.io/v1:{kind}", {"rules": rules})


def _binding(subject: object, role: object = "reader", kind: str = "ClusterRoleBinding") -> Given:
    props = {"roleRef": {"kind": "ClusterRole", "name": role}, "subjects": [subject]}
    return Given(f"kubernetes:rbac.authorization.k8s.io/v1:{kind}", props, "binding", {"subjects": ["iris"]})


def _bound_in(namespace: str, subject: object = None) -> Given:
    props = {"metadata": {"namespace": namespace}, "subjects": [subject or _TEAM]}
    return Given("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", props, "team")


def _service(namespace: str = "iris", **spec: object) -> Given:
    return Given("kubernetes:core/v1:Service", {"metadata": {"namespace": namespace}, "spec": spec}, "service")


def _reaching(cidr: object) -> Given:
    return _closed("iris", egress=[_rule("to", {"ipBlock": {"cidr": cidr}})])


_TEAM = {"kind": "Group", "name": "mlplatform:team:science"}


def _model(tenant: str, namespace: str = "") -> dict[str, object]:
    """One peer: the pods of a tenant's model."""
    selected = {"matchLabels": {"app": f"isvc.{tenant}-predictor"}}
    return {**_by_name(namespace or tenant), "podSelector": selected}


_TO_WINE = _closed("iris", egress=[_rule("to", _model("wine"))])
_FROM_IRIS = _closed("wine", ingress=[_rule("from", _model("iris"))])
_BASELINE = {
    **{f"{_PSA}/{mode}": "baseline" for mode in ("enforce", "audit", "warn")},
    f"{_PSA}/enforce-version": "v1.34",
}
_IRIS, _WINE = _namespace("iris"), _namespace("wine")
_ANY: dict[str, object] = {"namespaceSelector": _EVERYTHING}
_GATEWAY = {**_by_name("gateway"), "podSelector": {"matchLabels": {"app": "proxy"}}}
_SPLIT = [{key: value} for key, value in _GATEWAY.items()]
_NODES = [
    Given("aws:ec2/subnet:Subnet", {"cidrBlock": "10.0.0.0/18"}, "private"),
    Given("aws:ec2/subnet:Subnet", {"cidrBlock": "10.0.224.0/24"}, "endpoint"),
    Given("aws:ec2/subnet:Subnet", {"cidrBlock": "100.64.0.0/18"}, "pods"),
    Given("kubernetes:crd.k8s.amazonaws.com/v1alpha1:ENIConfig", {"spec": UNKNOWN}, "zone", {"spec": ["pods"]}),
    Given("aws:eks/nodeGroup:NodeGroup", {"subnetIds": [UNKNOWN]}, "nodes", {"subnetIds": ["private"]}),
    Given("aws:eks/cluster:Cluster", {"kubernetesNetworkConfig": {"serviceIpv4Cidr": "172.20.0.0/16"}}, "cluster"),
]

EXAMPLES = [
    Examples(
        namespace_pod_security.POLICY,
        passing=[
            _guarded(),
            Given("kubernetes:core/v1:Namespace", {"metadata": {"name": "karpenter", "labels": _BASELINE}}),
        ],
        failing=[
            Given(
                "kubernetes:core/v1:Namespace",
                {"metadata": {"name": "karpenter", "labels": {**_BASELINE, f"{_PSA}/enforce": "privileged"}}},
            ),
            _guarded(enforce="baseline"),
            _guarded(audit="privileged"),
            _guarded(warn="baseline"),
            _guarded(enforce_version="latest"),
            _guarded(enforce=UNKNOWN, warn="baseline"),
        ],
        absent=Given("kubernetes:core/v1:Namespace", {"metadata": {"name": "iris"}}),
        absence_fails=True,
        unknown=_guarded(enforce=UNKNOWN),
    ),
    Examples(
        namespace_default_deny.POLICY,
        passing=[
            [_IRIS, _closed("iris")],
            [_IRIS, _policy("iris", policyTypes=["Ingress"]), _policy("iris", policyTypes=["Egress"])],
            [_IRIS, _closed("iris"), _policy("iris", egress=[_rule("to", _by_name("kube-system"))])],
            [_IRIS, _policy("iris", "iris", policyTypes=["Ingress", "Egress"])],
            Given("kubernetes:core/v1:Namespace", {"metadata": {"name": "karpenter", "labels": {"team": "platform"}}}),
        ],
        failing=[
            [_IRIS, _policy("iris", egress=[_rule("to", _by_name("kube-system"))])],
            [_IRIS, _closed("iris", ingress=[_rule("from", _by_name("gateway"))])],
            [_IRIS, _closed("wine")],
            [_IRIS, _policy("iris")],
            [_IRIS, _closed("iris", podSelector={"matchLabels": {"app": "model"}})],
            [_IRIS, _WINE, _policy("wine", "wine", policyTypes=["Ingress", "Egress"])],
        ],
        absent=_IRIS,
        absence_fails=True,
        unknown=[_IRIS, _closed("iris", podSelector=UNKNOWN)],
    ),
    Examples(
        namespace_no_tenant_path.POLICY,
        passing=[
            [_IRIS, _WINE, _closed("iris"), _closed("wine")],
            [_IRIS, _WINE, _closed("iris", egress=[_rule("to", _ANY)]), _closed("wine")],
            [_IRIS, _WINE, _closed("iris", ingress=[_rule("from", {"podSelector": _EVERYTHING})]), _closed("wine")],
            [_IRIS, _WINE, _TO_WINE, _FROM_IRIS],
            [_IRIS, _WINE, _TO_WINE, _closed("wine", ingress=[_rule("from", _model("iris", "gateway"))])],
        ],
        failing=[
            [_IRIS, _WINE],
            [_unnamed("iris"), _unnamed("wine")],
            # One of the two names the other, the other lets everybody through, or all its pods, or all its ports.
            [_IRIS, _WINE, _TO_WINE, _closed("wine", ingress=[_rule("from", _ANY)])],
            [_IRIS, _WINE, _TO_WINE, _closed("wine", ingress=[_rule("from", _by_name("iris"))])],
            [_IRIS, _WINE, _TO_WINE, _closed("wine", ingress=[{"from": [_model("iris")]}])],
            [_IRIS, _WINE, _TO_WINE, _closed("wine", ingress=[_rule("from", _model("iris"), _by_name("iris"))])],
            [_IRIS, _WINE, _closed("iris", egress=[_rule("to", _ANY)]), _FROM_IRIS],
            [_IRIS, _WINE, _TO_WINE, _FROM_IRIS, _closed("wine", ingress=[{"ports": _PORTS}])],
            [_IRIS, _WINE, _FROM_IRIS],
            [
                *(_IRIS, _WINE),
                _closed("iris", egress=[_rule("to", _by_name("wine"))]),
                _closed("wine", ingress=[_rule("from", _ANY)]),
            ],
            [
                *(_IRIS, _WINE),
                _closed("iris", egress=[{"ports": _PORTS}]),
                _closed(
                    "wine",
                    ingress=[
                        # Two peers where one with both selectors was meant.
                        _rule(
                            "from",
                            {
                                "namespaceSelector": {
                                    "matchExpressions": [{"key": "mlplatform/tenant", "operator": "Exists"}]
                                }
                            },
                            {"podSelector": {"matchLabels": {"app": "gateway"}}},
                        )
                    ],
                ),
            ],
        ],
        absent=_IRIS,
        absence_fails=False,
        unknown=[_IRIS, _WINE, _closed("iris", egress=UNKNOWN), _closed("wine", ingress=[_rule("from", _ANY)])],
    ),
    Examples(
        network_policy_no_open_peer.POLICY,
        passing=[
            _closed("iris"),
            _closed(
                "iris", ingress=[_rule("from", _by_name("gateway"))], egress=[_rule("to", _by_name("kube-system"))]
            ),
        ],
        failing=[
            _closed("iris", ingress=[_EVERYTHING]),
            _closed("iris", egress=[{"to": [_by_name("kube-system")]}]),
            _closed("iris", egress=[_rule("to", _EVERYTHING)]),
            _closed("iris", egress=[_rule("to")]),
            _closed("iris", egress=[_rule("to", {"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}})]),
            _closed("iris", egress=[_rule("to", {"ipBlock": {"cidr": "::/0"}})]),
            _closed("iris", ingress=UNKNOWN, egress=[_EVERYTHING]),
        ],
        absent=_policy("iris"),
        absence_fails=False,
        unknown=_closed("iris", egress=[_rule("to", {"ipBlock": {"cidr": UNKNOWN}})]),
    ),
    Examples(
        network_policy_named_pods.POLICY,
        passing=[
            [_IRIS, _closed("iris", ingress=[_rule("from", _GATEWAY)], egress=[_rule("to", _GATEWAY)])],
            [_IRIS, _closed("iris", ingress=[_rule("from", {"podSelector": _EVERYTHING})])],
            [_IRIS, _closed("iris", egress=[_rule("to", {"ipBlock": {"cidr": "10.0.224.0/24"}})])],
            [_IRIS, _closed("kube-system", egress=[_rule("to", _ANY)])],
        ],
        failing=[
            [_IRIS, _closed("iris", ingress=[_rule("from", *_SPLIT)])],
            [_IRIS, _closed("iris", egress=[_rule("to", *_SPLIT)])],
            [_IRIS, _closed("iris", egress=[_rule("to", _by_name("gateway"))])],
            [_IRIS, _closed("iris", egress=UNKNOWN, ingress=[_rule("from", _ANY)])],
        ],
        absent=[_IRIS, _policy("iris")],
        absence_fails=False,
        unknown=[_IRIS, _closed("iris", ingress=[_rule("from", UNKNOWN)])],
    ),
    Examples(
        network_policy_no_internal_range.POLICY,
        passing=[
            [_IRIS, *_NODES, _reaching("10.0.224.0/24")],
            [_IRIS, *_NODES, _reaching("169.254.170.23/32")],
            [*_NODES, _reaching("10.0.0.0/16")],
        ],
        failing=[
            [_IRIS, *_NODES, _reaching("10.0.0.0/16")],
            [_IRIS, *_NODES, _reaching("172.20.0.1/32")],
            [_IRIS, *_NODES, _reaching("100.64.0.0/24")],
            [_IRIS, _reaching("169.254.0.0/16")],
            [_IRIS, _reaching("fd00:ec2::/32")],
        ],
        absent=[_IRIS, *_NODES, _closed("iris")],
        absence_fails=False,
        unknown=[_IRIS, *_NODES, _reaching(UNKNOWN)],
    ),
    Examples(
        role_no_wildcard.POLICY,
        passing=[_role(), _role("ClusterRole")],
        failing=[
            _role(verbs=["*"]),
            _role(resources=["*"]),
            _role("ClusterRole", apiGroups=["*"]),
            _role(resources=["*/scale"]),
            _role(verbs=UNKNOWN, resources=["*"]),
        ],
        absent=Given("kubernetes:rbac.authorization.k8s.io/v1:Role", {}),
        absence_fails=False,
        unknown=_role(verbs=["get", UNKNOWN]),
    ),
    Examples(
        role_no_escalation.POLICY,
        passing=[_role(verbs=["get", "list"])],
        failing=[_role(verbs=[verb]) for verb in ("bind", "escalate", "impersonate")],
        absent=Given("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", {}),
        absence_fails=False,
        unknown=_role(verbs=UNKNOWN),
    ),
    Examples(
        binding_no_cluster_admin.POLICY,
        passing=[_binding({"kind": "Group", "name": "ml-platform-operators"}, "view")],
        failing=[
            _binding({"kind": "Group", "name": "operators"}, "cluster-admin"),
            _binding({"kind": "Group", "name": "system:authenticated"}, kind="RoleBinding"),
            _binding({"kind": "Group", "name": "system:masters"}),
            _binding({"kind": "Group", "name": "system:serviceaccounts:iris"}),
            _binding({"kind": "User", "name": "system:anonymous"}, UNKNOWN),
        ],
        absent=Given("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", {}),
        absence_fails=False,
        unknown=_binding({"kind": "Group", "name": UNKNOWN}),
    ),
    Examples(
        binding_no_tenant_cluster_role.POLICY,
        passing=[
            [_IRIS, _binding({"kind": "ServiceAccount", "name": "a", "namespace": "karpenter"})],
            [_IRIS, _binding({"kind": "ServiceAccount", "name": "a", "namespace": "iris"}, kind="RoleBinding")],
            [_IRIS, _bound_in("wine"), _binding(_TEAM)],
            [_IRIS, _bound_in("iris"), _binding({**_TEAM, "name": "operators"})],
            [_IRIS, _binding({"kind": "Group", "name": "iris"})],
            [_IRIS, _binding({"kind": "Group", "name": "system:serviceaccounts:karpenter"})],
            [
                *(_IRIS, _bound_in("iris", {"kind": "ServiceAccount", "name": "ops", "namespace": "ops"})),
                _binding({"kind": "ServiceAccount", "name": "ops", "namespace": "ops"}),
            ],
        ],
        failing=[
            [_IRIS, _bound_in("iris"), _binding(_TEAM)],
            [_IRIS, _bound_in("iris", {"kind": "User", "name": "ann"}), _binding({"kind": "User", "name": "ann"})],
            [_IRIS, _binding({"kind": "User", "name": "system:serviceaccount:iris:a"})],
            [_WINE, _IRIS, _binding({"kind": UNKNOWN}, UNKNOWN)],
            [_IRIS, _binding({"kind": "ServiceAccount", "name": "a", "namespace": "iris"})],
            [_IRIS, _binding({"kind": "ServiceAccount", "name": "a", "namespace": UNKNOWN})],
            [_IRIS, _binding({"kind": "Group", "name": "system:serviceaccounts:iris"})],
        ],
        absent=[
            _IRIS,
            Given("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", {"metadata": {"name": "b"}}),
        ],
        absence_fails=False,
        unknown=[_WINE, _binding({"kind": "Group", "name": UNKNOWN})],
    ),
    Examples(
        service_no_tenant_exposure.POLICY,
        passing=[
            [_IRIS, _service(type="ClusterIP")],
            [_IRIS, _service("gateway", type="LoadBalancer")],
        ],
        failing=[
            [_IRIS, _service(type="LoadBalancer")],
            [_IRIS, _service(type="NodePort")],
            [_IRIS, _service(externalIPs=["203.0.113.7"])],
        ],
        absent=[_IRIS, _service()],
        absence_fails=False,
        unknown=[_IRIS, _service(type=UNKNOWN)],
    ),
]
