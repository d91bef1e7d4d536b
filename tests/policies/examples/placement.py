"""Examples for the policies on where pods of tenants run."""

from policies.kubernetes import cluster_baseline_firewall, pod_runtime_class, pod_tenant_nodes
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_NODES = "node-restriction.kubernetes.io/tenant"
_OWN = {"nodeSelector": {_NODES: "iris"}, "tolerations": [{"key": _NODES, "operator": "Equal", "value": "iris"}]}
_GPU = {"name": "model", "resources": {"limits": {"nvidia.com/gpu": "1"}}}


def _namespace(data_class: object, **labels: object) -> Given:
    named = {f"mlplatform.io/{key}": value for key, value in labels.items()}
    all_labels = {"mlplatform.io/tenant": "iris", "mlplatform.io/data-class": data_class, **named}
    return Given("kubernetes:core/v1:Namespace", {"metadata": {"name": "iris", "labels": all_labels}}, "iris")


def _job(spec: object) -> Given:
    props = {"metadata": {"namespace": "iris"}, "spec": {"template": {"spec": spec}}}
    return Given("kubernetes:batch/v1:Job", props, "job")


def _model(**predictor: object) -> Given:
    props = {"metadata": {"namespace": "iris"}, "spec": {"predictor": predictor}}
    return Given("kubernetes:serving.kserve.io/v1beta1:InferenceService", props, "model")


_PUBLIC, _CONFIDENTIAL, _RESTRICTED = _namespace("public"), _namespace("confidential"), _namespace("restricted")

_CLUSTER = Given("aws:eks/cluster:Cluster", {}, "cluster")
_TENANTS: dict[str, object] = {"namespaces": {"matchExpressions": []}}


def _baseline(tier: object = "Admin", action: object = "Deny", **rules: object) -> Given:
    both = {"ingress": [{"action": action, "from": [_TENANTS]}], "egress": [{"action": action, "to": [_TENANTS]}]}
    spec = {"tier": tier, "subject": _TENANTS, **both, **rules}
    return Given("kubernetes:networking.k8s.aws/v1alpha1:ClusterNetworkPolicy", {"spec": spec}, "baseline")


EXAMPLES = [
    Examples(
        cluster_baseline_firewall.POLICY,
        passing=[[_CLUSTER, _PUBLIC, _baseline()], [_PUBLIC], [_CLUSTER]],
        failing=[
            [_CLUSTER, _PUBLIC, _baseline("Baseline")],
            [_CLUSTER, _PUBLIC, _baseline(action="Pass")],
            [_CLUSTER, _PUBLIC, _baseline(egress=[{"action": "Deny", "to": [{"networks": ["10.0.0.0/8"]}]}])],
        ],
        absent=[_CLUSTER, _PUBLIC],
        absence_fails=True,
        unknown=[_CLUSTER, _PUBLIC, _baseline(tier=UNKNOWN)],
    ),
    Examples(
        pod_tenant_nodes.POLICY,
        passing=[
            [_CONFIDENTIAL, _model(**_OWN)],
            [_RESTRICTED, _job(_OWN)],
            [_PUBLIC, _model()],
            [_PUBLIC, _model(tolerations=[{"key": "nvidia.com/gpu", "operator": "Exists"}])],
        ],
        failing=[
            [_CONFIDENTIAL, _model(nodeSelector={"mlplatform.io/node-pool": "tenant-iris"})],
            [_CONFIDENTIAL, _job({"nodeSelector": {_NODES: "wine"}})],
            [_namespace("public", runtime="dedicated"), _model()],
            [_PUBLIC, _model(tolerations=[{"operator": "Exists"}])],
            [_PUBLIC, _job({"tolerations": [{"key": _NODES, "operator": "Equal", "value": "wine"}]})],
            [_PUBLIC, _job({"tolerations": [{"key": _NODES, "operator": "Exists"}]})],
        ],
        absent=[_CONFIDENTIAL, _model()],
        absence_fails=True,
        unknown=[_CONFIDENTIAL, _model(nodeSelector=UNKNOWN)],
    ),
    Examples(
        pod_runtime_class.POLICY,
        passing=[
            [_RESTRICTED, _model(runtimeClassName="gvisor")],
            [_RESTRICTED, _model(model=_GPU)],
            [_CONFIDENTIAL, _model()],
        ],
        failing=[[_RESTRICTED, _job({"containers": [{"name": "job"}]})]],
        absent=[_RESTRICTED, _model()],
        absence_fails=True,
        unknown=[_RESTRICTED, _model(runtimeClassName=UNKNOWN)],
    ),
]
