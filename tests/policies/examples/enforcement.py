"""Examples for the policies on what the VPC CNI enforces, and how."""

from policies.kubernetes import (
    network_policy_linux_nodes,
    network_policy_no_misread_peer,
    network_policy_port_pairs,
    pod_owned,
    service_same_port,
)
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_DNS = {"matchLabels": {"k8s-app": "kube-dns"}}
_SYSTEM = {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}
_PORTS = [{"port": 443.0}]
_RANGE = {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}


def _policy(namespace: object = "iris", name: str = "policy", **spec: object) -> Given:
    every_pod: dict[str, object] = {"podSelector": {}}
    props = {"metadata": {"namespace": namespace}, "spec": {**every_pod, **spec}}
    return Given("kubernetes:networking.k8s.io/v1:NetworkPolicy", props, name, {"metadata": [f"{name}-namespace"]})


def _to(*peers: object, ports: object = _PORTS) -> dict[str, object]:
    return {"to": list(peers), "ports": ports}


def _from(*peers: object) -> dict[str, object]:
    return {"from": list(peers), "ports": _PORTS}


def _numbers(first: int, last: int, protocol: str = "TCP") -> list[dict[str, object]]:
    return [{"port": float(number), "protocol": protocol} for number in range(first, last + 1)]


def _block(cidr: object) -> dict[str, object]:
    return {"ipBlock": {"cidr": cidr}}


def _pods(app: object) -> dict[str, object]:
    return {"podSelector": {"matchLabels": {"app": app}, "matchExpressions": [{"key": "app", "operator": "Exists"}]}}


def _filling(first: int, last: int, peer: object, name: str = "policy", namespace: object = "iris") -> Given:
    return _policy(namespace, name, egress=[_to(peer, ports=_numbers(first, last))])


def _service(port: object, spec_ip: object = None) -> Given:
    spec = {"ports": [port], "clusterIP": spec_ip}
    return Given("kubernetes:core/v1:Service", {"spec": spec}, "service")


def _nodes(ami_type: object) -> Given:
    return Given("aws:eks/nodeGroup:NodeGroup", {"amiType": ami_type}, "nodes")


def _class(**spec: object) -> Given:
    return Given("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", {"spec": spec}, "class")


_FARGATE = Given("aws:eks/fargateProfile:FargateProfile", {"selectors": [{"namespace": "iris"}]}, "fargate")
_SPACES = [
    Given("kubernetes:core/v1:Namespace", {"metadata": {"name": UNKNOWN}}, f"{name}-namespace")
    for name in ("one", "two")
]
_FIRST = _block("10.0.1.0/24")

EXAMPLES = [
    Examples(
        network_policy_no_misread_peer.POLICY,
        passing=[
            _policy(egress=[_to({"namespaceSelector": _SYSTEM, "podSelector": _DNS})]),
            _policy(ingress=[_from({"namespaceSelector": {}})]),
            _policy(ingress=[_from({"podSelector": _DNS})]),
            _policy(egress=[{"to": [{"ipBlock": _RANGE}]}]),
            _policy(egress=[_to({"ipBlock": {"cidr": "10.0.0.0/8", "except": []}})]),
        ],
        failing=[
            _policy(egress=[_to({"namespaceSelector": {}, "podSelector": _DNS})]),
            _policy(ingress=[_from({"namespaceSelector": {"matchLabels": {}}, "podSelector": {}})]),
            _policy(egress=[_to({"ipBlock": _RANGE})]),
            _policy(ingress=[_from({"ipBlock": _RANGE})]),
            _policy(egress=[_to(_FIRST), {"to": [{"ipBlock": _RANGE}]}]),
            _policy(egress=UNKNOWN, ingress=[_from({"namespaceSelector": {}, "podSelector": _DNS})]),
        ],
        absent=_policy(),
        absence_fails=False,
        unknown=_policy(egress=[_to({"ipBlock": {"cidr": "10.0.0.0/8", "except": UNKNOWN}})]),
    ),
    Examples(
        network_policy_port_pairs.POLICY,
        passing=[
            _filling(1, 24, _FIRST),
            [_filling(1, 24, _FIRST), _filling(1, 24, _FIRST, "again")],
            [_filling(1, 24, _FIRST), _filling(25, 48, _block("10.0.2.0/24"), "other")],
            [_filling(1, 24, _FIRST), _filling(25, 48, _FIRST, "other", "wine")],
            [_filling(1, 24, _pods("a")), _filling(25, 48, _pods("b"), "other")],
            [_filling(1, 20, _FIRST), _policy(ingress=[{"from": [_FIRST], "ports": _numbers(21, 40)}])],
            _policy(egress=[_to(_FIRST, ports=[{"port": 1.0, "endPort": 65535.0}])]),
            [*_SPACES, _filling(1, 24, _FIRST, "one", UNKNOWN), _filling(25, 48, _FIRST, "two", UNKNOWN)],
        ],
        failing=[
            _filling(1, 25, _FIRST),
            _filling(1, 25, _pods("a")),
            [_filling(1, 24, _FIRST), _filling(25, 25, _FIRST, "other")],
            [_filling(1, 24, _pods("a")), _filling(25, 25, _pods("a"), "other")],
            [_filling(1, 24, _FIRST), _policy(egress=[_to(_FIRST, ports=_numbers(1, 1, "UDP"))])],
            [_filling(1, 24, _FIRST), _policy(egress=[_to(_FIRST, ports=[{"port": 1.0, "endPort": 9.0}])])],
            _policy(ingress=[{"from": [_FIRST], "ports": _numbers(1, 25)}]),
            _policy(egress=[{"ports": _numbers(1, 25)}]),
            [*_SPACES, _filling(1, 24, _FIRST, "one", UNKNOWN), _filling(25, 48, _FIRST, "one", UNKNOWN)],
            _policy(egress=[_to(_FIRST, ports=_numbers(1, 25)), _to(_block(UNKNOWN))]),
        ],
        absent=_policy(),
        absence_fails=False,
        unknown=_policy(egress=[_to(_block(UNKNOWN))]),
    ),
    Examples(
        network_policy_linux_nodes.POLICY,
        passing=[
            [_policy(), _nodes("AL2023_x86_64_STANDARD"), _class(amiSelectorTerms=[{"alias": "al2023@v20260818"}])],
            [_nodes("WINDOWS_CORE_2022_x86_64"), _FARGATE],
        ],
        failing=[
            [_policy(), _FARGATE],
            [_policy(), _nodes("WINDOWS_CORE_2022_x86_64")],
            [_policy(), _class(amiFamily="Windows2022")],
            [_policy(), _class(amiSelectorTerms=[{"alias": "windows2022@latest"}])],
            [_policy(), _class(amiFamily=UNKNOWN, amiSelectorTerms=[{"alias": "windows2022@latest"}])],
            [_policy(), _nodes(UNKNOWN), _FARGATE],
        ],
        absent=[_policy(), _class(), Given("aws:eks/nodeGroup:NodeGroup", {"subnetIds": []}, "nodes")],
        absence_fails=False,
        unknown=[_policy(), _nodes(UNKNOWN)],
    ),
    Examples(
        service_same_port.POLICY,
        passing=[
            _service({"port": 8080.0}),
            _service({"port": 8080.0, "targetPort": 8080.0}),
            _service({"port": 8080.0, "targetPort": "8080"}),
            _service({"name": "http", "port": 8080.0, "targetPort": "http"}),
            _service({"port": 80.0, "targetPort": 8080.0}, "None"),
        ],
        failing=[
            _service({"port": 80.0, "targetPort": 8080.0}),
            _service({"name": "http", "port": 80.0, "targetPort": "8080"}),
            _service({"name": "web", "port": 80.0, "targetPort": "http"}),
            _service({"port": 80.0, "targetPort": "http"}),
        ],
        absent=Given("kubernetes:core/v1:Service", {}, "service"),
        absence_fails=False,
        unknown=_service({"port": 80.0, "targetPort": UNKNOWN}),
    ),
    Examples(
        pod_owned.POLICY,
        passing=[
            Given("kubernetes:core/v1:Pod", {"metadata": {"ownerReferences": [{"kind": "Job", "name": "train"}]}}),
            Given("kubernetes:apps/v1:Deployment", {"metadata": {"name": "model"}}),
        ],
        failing=[
            Given("kubernetes:core/v1:Pod", {"metadata": {"name": "model"}}),
            Given("kubernetes:core/v1:Pod", {"metadata": {"ownerReferences": []}}),
        ],
        absent=Given("kubernetes:core/v1:Pod", {"spec": {}}),
        absence_fails=True,
        unknown=Given("kubernetes:core/v1:Pod", {"metadata": {"ownerReferences": UNKNOWN}}),
    ),
]
