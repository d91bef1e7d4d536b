"""Examples for the policies on Karpenter."""

from policies.karpenter import (
    node_class_encrypt_volumes,
    node_class_imdsv2,
    node_class_pinned_image,
    node_pool_gpu_taint,
    node_pool_limits,
)
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given


def _class(**spec: object) -> Given:
    return Given("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", {"spec": spec})


def _volume(**ebs: object) -> Given:
    return _class(blockDeviceMappings=[{"deviceName": "/dev/xvda", "ebs": ebs}])


def _pool(*types: str, key: str = "node.kubernetes.io/instance-type", **spec: object) -> Given:
    return _given({"requirements": [{"key": key, "operator": "In", "values": list(types)}]}, **spec)


def _tainted(effect: object, instance_type: str = "p5.48xlarge") -> Given:
    requirement = {"key": "node.kubernetes.io/instance-type", "operator": "In", "values": [instance_type]}
    return _given({"requirements": [requirement], "taints": [{"key": "x", "value": "y", "effect": effect}]})


def _of_tenant(taints: list[object]) -> Given:
    labels = {"node-restriction.kubernetes.io/tenant": "iris"}
    template = {"metadata": {"labels": labels}, "spec": {"taints": taints}}
    return Given("kubernetes:karpenter.sh/v1:NodePool", {"spec": {"template": template}})


def _given(template: dict[str, object], **spec: object) -> Given:
    return Given("kubernetes:karpenter.sh/v1:NodePool", {"spec": {"template": {"spec": template}, **spec}})


_TAINT: list[object] = [{"key": "x", "effect": "NoSchedule"}]
_CATEGORY = "karpenter.k8s.aws/instance-category"

EXAMPLES = [
    Examples(
        node_class_imdsv2.POLICY,
        passing=[
            _class(metadataOptions={"httpTokens": "required", "httpPutResponseHopLimit": 1.0}),
            _class(metadataOptions={"httpEndpoint": "disabled", "httpTokens": "optional"}),
        ],
        failing=[
            _class(metadataOptions={"httpTokens": "optional"}),
            _class(metadataOptions={"httpPutResponseHopLimit": 2.0}),
        ],
        absent=_class(),
        absence_fails=False,
        unknown=_class(metadataOptions={"httpTokens": UNKNOWN}),
    ),
    Examples(
        node_class_encrypt_volumes.POLICY,
        passing=[_volume(encrypted=True, kmsKeyID=UNKNOWN), _volume(encrypted=True, kmsKeyID="arn:aws:kms:…")],
        failing=[_volume(encrypted=False, kmsKeyID="k"), _volume(encrypted=True), _volume()],
        absent=_class(),
        absence_fails=True,
        unknown=_volume(encrypted=UNKNOWN, kmsKeyID="k"),
    ),
    Examples(
        node_class_pinned_image.POLICY,
        passing=[_class(amiSelectorTerms=[{"alias": "al2023@v20260818"}]), _class(amiSelectorTerms=[{"id": "ami-1"}])],
        failing=[
            _class(amiSelectorTerms=[{"alias": "al2023@latest"}]),
            _class(amiSelectorTerms=[{"id": "ami-1"}, {"alias": "al2@v20250101"}]),
        ],
        absent=_class(),
        absence_fails=False,
        unknown=_class(amiSelectorTerms=[{"alias": UNKNOWN}]),
    ),
    Examples(
        node_pool_limits.POLICY,
        passing=[
            _pool("g6.2xlarge", limits={"nvidia.com/gpu": "4"}),
            _pool("g6.2xlarge", limits={"nodes": "4"}),
            _pool("m7i.large", limits={"cpu": "100"}),
        ],
        failing=[
            _pool("g6.2xlarge"),
            _pool("gr6.4xlarge", limits={"cpu": "100"}),
            _pool("p", key=_CATEGORY, limits={"memory": "1Ti"}),
            _pool("m7i.large", limits={"ephemeral-storage": "1Ti"}),
        ],
        absent=_given({}),
        absence_fails=True,
        unknown=_pool("g6.2xlarge", limits=UNKNOWN),
    ),
    Examples(
        node_pool_gpu_taint.POLICY,
        passing=[
            _of_tenant([{"key": "x", "effect": "NoSchedule"}]),
            _tainted("NoSchedule"),
            _tainted("NoExecute"),
            _pool("m7i.large"),
            _pool("m", "c", key=_CATEGORY),
        ],
        failing=[
            _tainted("PreferNoSchedule"),
            _pool("g6e.xlarge"),
            _pool("p5", key="karpenter.k8s.aws/instance-family"),
            _pool("l4", key="karpenter.k8s.aws/instance-gpu-name"),
            _of_tenant([]),
        ],
        absent=_pool("g6.2xlarge"),
        absence_fails=True,
        unknown=_tainted(UNKNOWN),
    ),
]
