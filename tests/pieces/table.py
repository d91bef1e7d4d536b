"""The 23 pieces: each with one thing taken away or widened, and with who notices."""

from dataclasses import dataclass, replace
from typing import Any

from tests.pieces.mutants import Change, Declared, add, append, put, put_document, without
from tests.policies.judging import Given

FIREWALL = "mlplatform firewall"
_ANY_TCP = {"ports": [{"port": 443, "protocol": "TCP"}]}
_METADATA = {"to": [{"ipBlock": {"cidr": "169.254.169.254/32"}}], "ports": [{"port": 80, "protocol": "TCP"}]}
_ENDPOINTS = "tenant-iris-firewall-to-endpoints"
_MODEL = "tenant-iris-model-inference-service"
_PREDICTOR = ("spec", "predictor")
_RUNTIME_LABEL = "mlplatform.io/runtime"
_TRUST = "aws:RequestTag/kubernetes-namespace"


@dataclass(frozen=True)
class Piece:
    """One piece of the firewall and one mutant of it."""

    number: int
    name: str
    mutant: str
    """What somebody changes."""
    caught_by: tuple[str, ...]
    """Policies, and `mlplatform firewall` where the matrix shows it."""
    change: Change


def _block(cidr: str) -> dict[str, Any]:
    return {"to": [{"ipBlock": {"cidr": cidr}}], **_ANY_TCP}


def _binding(role: str) -> Given:
    subject = {"kind": "Group", "name": "mlplatform:team:data-science", "apiGroup": "rbac.authorization.k8s.io"}
    return Given(
        "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
        {"metadata": {"name": "wide"}, "roleRef": {"kind": "ClusterRole", "name": role}, "subjects": [subject]},
        "wide",
    )


def _rule(resource: str, *verbs: str, group: str = "") -> dict[str, object]:
    return {"apiGroups": [group], "resources": [resource], "verbs": list(verbs)}


def _service(**spec: object) -> Given:
    return Given(
        "kubernetes:core/v1:Service", {"metadata": {"name": "open", "namespace": "iris"}, "spec": spec}, "open"
    )


def _drop_condition(document: dict[str, Any]) -> None:
    del document["Statement"][0]["Condition"]["StringEquals"][_TRUST]


def _allow_everything(document: dict[str, Any]) -> None:
    document["Statement"].append({"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"})


def _drop_denies(document: dict[str, Any]) -> None:
    document["Statement"] = [one for one in document["Statement"] if one["Effect"] == "Allow"]


def _shared_key(declared: Declared) -> list[Given]:
    origin = {"policy": ["tenant-sentiment-store-key-key"]}
    return [replace(each, origins=origin) if each.name == "tenant-iris-identity-decrypt" else each for each in declared]


PIECES = (
    Piece(
        1,
        "Namespace with Pod Security `restricted`, pinned",
        "the level is lowered to `baseline`",
        ("kubernetes-namespace-pod-security",),
        put(
            "Namespace",
            "tenant-iris-namespace",
            "metadata",
            "labels",
            "pod-security.kubernetes.io/enforce",
            to="baseline",
        ),
    ),
    Piece(
        2,
        "Default deny in both directions",
        "the policy is left out",
        ("kubernetes-namespace-default-deny",),
        without("NetworkPolicy", "tenant-iris-firewall-default-deny"),
    ),
    Piece(
        3,
        "DNS to the cluster's DNS pods only",
        "port 53 is opened to everybody",
        ("kubernetes-network-policy-no-open-peer", FIREWALL),
        put("NetworkPolicy", "tenant-iris-firewall-to-dns", "spec", "egress", 0, "to", to=None),
    ),
    Piece(
        4,
        "Calls from the gateway's pods by one peer",
        "the peer is split into two, so that each is enough",
        ("kubernetes-network-policy-named-pods",),
        put(
            "NetworkPolicy",
            "tenant-iris-firewall-from-gateway",
            "spec",
            "ingress",
            0,
            "from",
            to=[
                {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "envoy-gateway-system"}}},
                {
                    "podSelector": {
                        "matchLabels": {"gateway.envoyproxy.io/owning-gateway-name": "kserve-ingress-gateway"}
                    }
                },
            ],
        ),
    ),
    Piece(
        5,
        "No rule for the kubelet's probes, which the CNI lets through",
        "the nodes' addresses are let in",
        (FIREWALL,),
        append(
            "NetworkPolicy",
            "tenant-iris-firewall-from-gateway",
            "spec",
            "ingress",
            value={"from": [{"ipBlock": {"cidr": "10.22.0.0/16"}}], **_ANY_TCP},
        ),
    ),
    Piece(
        6,
        "Own data through the subnets of VPC endpoints",
        "the whole VPC instead of the endpoints' subnets",
        ("kubernetes-network-policy-no-internal-range", FIREWALL),
        append("NetworkPolicy", _ENDPOINTS, "spec", "egress", value=_block("10.22.0.0/16")),
    ),
    Piece(
        7,
        "Names on the Internet through a proxy of the tenant's own",
        "the Internet is opened to the tenant itself",
        ("kubernetes-network-policy-no-open-peer", FIREWALL),
        append("NetworkPolicy", _ENDPOINTS, "spec", "egress", value=_block("0.0.0.0/0")),
    ),
    Piece(
        8,
        "No way to the instance metadata service",
        "its address is allowed",
        ("kubernetes-network-policy-no-internal-range",),
        append("NetworkPolicy", _ENDPOINTS, "spec", "egress", value=_METADATA),
    ),
    Piece(
        8,
        "Nodes answer metadata requests over one hop only",
        "two hops",
        ("ec2-launch-template-hop-limit",),
        put("LaunchTemplate", "system-nodes", "metadataOptions", "httpPutResponseHopLimit", to=2),
    ),
    Piece(
        9,
        "The Pod Identity agent's one address",
        "all of 169.254.0.0/16",
        ("kubernetes-network-policy-no-internal-range",),
        put(
            "NetworkPolicy",
            "tenant-iris-firewall-to-pod-identity",
            "spec",
            "egress",
            0,
            "to",
            to=[{"ipBlock": {"cidr": "169.254.0.0/16"}}],
        ),
    ),
    Piece(
        10,
        "A role of the team with verbs spelled out",
        "it may read Secrets",
        ("kubernetes-role-no-secret-read",),
        append("Role", "tenant-iris-team-role", "rules", value=_rule("secrets", "get", "list")),
    ),
    Piece(
        10,
        "No cluster role for tenants",
        "the team is bound to a cluster role",
        ("kubernetes-binding-no-tenant-cluster-role",),
        add(_binding("view")),
    ),
    Piece(
        11,
        "A service account without a token of the Kubernetes API",
        "the token is mounted",
        ("kubernetes-pod-no-api-token",),
        put("ServiceAccount", "tenant-iris-identity-service-account", "automountServiceAccountToken", to=True),
    ),
    Piece(
        12,
        "A role whose trust is bound to cluster, namespace and service account",
        "the namespace is not asked for",
        ("iam-role-bound-pod-identity",),
        put_document("Role", "tenant-iris-identity-pod-identity-role", "assumeRolePolicy", _drop_condition),
    ),
    Piece(
        12,
        "A role of each tenant's own",
        "another tenant gets the same role",
        ("iam-tenant-role-unshared",),
        add(
            Given(
                "aws:eks/podIdentityAssociation:PodIdentityAssociation",
                {"clusterName": "mlplatform-prod", "namespace": "sentiment", "serviceAccount": "x", "roleArn": ""},
                "shared",
                {"roleArn": ["tenant-iris-identity-pod-identity-role"]},
            )
        ),
    ),
    Piece(
        13,
        "An explicit deny of everything outside the own prefix",
        "the deny is left out",
        ("iam-tenant-role-bounded",),
        put_document("RolePolicy", "tenant-iris-identity-data", "policy", _drop_denies),
    ),
    Piece(
        14,
        "A key whose policy names who may use it",
        "everybody may",
        ("kms-key-no-public-policy",),
        put_document("Key", "tenant-iris-store-key-key", "policy", _allow_everything),
    ),
    Piece(
        14,
        "A key of each tenant's own",
        "another tenant's role may use it",
        ("kms-key-one-tenant",),
        _shared_key,
    ),
    Piece(
        15,
        "A quota, with GPUs and without load balancers",
        "no limit of GPUs",
        ("kubernetes-namespace-quota",),
        put("ResourceQuota", "tenant-iris-limits-quota", "spec", "hard", "requests.nvidia.com/gpu", to=None),
    ),
    Piece(
        16,
        "Default requests and limits",
        "the LimitRange is left out",
        ("kubernetes-namespace-limit-range",),
        without("LimitRange", "tenant-iris-limits-limit-range"),
    ),
    Piece(
        17,
        "Nodes of its own for confidential data",
        "the namespace demands them, the pods do not ask for them",
        ("kubernetes-pod-tenant-nodes",),
        put("Namespace", "tenant-iris-namespace", "metadata", "labels", _RUNTIME_LABEL, to="dedicated"),
    ),
    Piece(
        17,
        "Nodes name their tenant in a label that no node can give itself",
        "a label without the prefix",
        ("karpenter-node-pool-tenant-label",),
        put("NodePool", "pool-", "spec", "template", "metadata", "labels", "tenant", to="iris"),
    ),
    Piece(
        18,
        "A sandboxed runtime for restricted data",
        "the data becomes restricted, the runtime stays",
        ("kubernetes-pod-runtime-class",),
        put("Namespace", "tenant-iris-namespace", "metadata", "labels", "mlplatform.io/data-class", to="restricted"),
    ),
    Piece(
        19,
        "Security groups of pods let out DNS and let in probes",
        "a group without rules",
        ("kubernetes-security-group-policy-complete",),
        add(
            Given("aws:ec2/securityGroup:SecurityGroup", {"id": "sg-0"}, "bare"),
            Given(
                "kubernetes:vpcresources.k8s.aws/v1beta1:SecurityGroupPolicy",
                {"metadata": {"namespace": "iris"}, "spec": {"securityGroups": {"groupIds": ["sg-0"]}}},
                "of-pods",
                {"spec": ["bare"]},
            ),
        ),
    ),
    Piece(
        20,
        "An engine that enforces network policies",
        "it is switched off",
        ("eks-cluster-network-policy-engine",),
        put("Addon", "vpc-cni", "configurationValues", to='{"enableNetworkPolicy": "false"}'),
    ),
    Piece(
        20,
        "A pod is closed from its first moment",
        "standard instead of strict mode",
        ("eks-addon-strict-enforcing",),
        put("Addon", "vpc-cni", "configurationValues", to='{"enableNetworkPolicy": "true"}'),
    ),
    Piece(
        21,
        "The team cannot open the firewall",
        "it may write network policies",
        ("kubernetes-role-no-firewall-change",),
        append(
            "Role",
            "tenant-iris-team-role",
            "rules",
            value=_rule("networkpolicies", "create", group="networking.k8s.io"),
        ),
    ),
    Piece(
        21,
        "A tier above network policies denies tenants to each other",
        "it is left out",
        ("kubernetes-cluster-baseline-firewall",),
        without("ClusterNetworkPolicy", "baseline-firewall"),
    ),
    Piece(
        22,
        "Services inside the cluster only",
        "a load balancer",
        ("kubernetes-service-no-tenant-exposure",),
        add(_service(type="LoadBalancer")),
    ),
    Piece(
        23,
        "Data events of every tenant's bucket",
        "the trail records management events only",
        ("cloudtrail-bucket-data-events",),
        put("Trail", "audit", "advancedEventSelectors", to=[]),
    ),
    Piece(
        23,
        "Flow logs of everything",
        "rejected packets only",
        ("ec2-vpc-flow-logs",),
        put("FlowLog", "", "trafficType", to="REJECT"),
    ),
    Piece(
        23,
        "The control plane's five logs",
        "no audit log",
        ("eks-cluster-control-plane-logs",),
        put("Cluster", "cluster-cluster", "enabledClusterLogTypes", to=["api"]),
    ),
)
