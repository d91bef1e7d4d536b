"""Examples for the policies on what belongs together: pods and their policies and security groups, hosts and TLS."""

from policies.kubernetes import (
    ingress_no_snippets,
    ingress_tls,
    network_policy_selects_pods,
    security_group_policy_complete,
    workload_disruption_budget,
)
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_INFERENCE = "kubernetes:serving.kserve.io/v1beta1:InferenceService"
_LABELS = {"app": "model", "tier": "serving"}
_TEMPLATE = {"template": {"metadata": {"labels": _LABELS}}}


def _ingress(tls: object = None, **annotations: object) -> Given:
    metadata = {"annotations": {key.replace("__", "/").replace("_", "-"): value for key, value in annotations.items()}}
    return Given("kubernetes:networking.k8s.io/v1:Ingress", {"metadata": metadata, "spec": {"tls": tls}}, "ingress")


def _selecting(selector: object, namespace: object = "iris", *origins: str) -> Given:
    props = {"metadata": {"namespace": namespace}, "spec": {"podSelector": selector}}
    return Given("kubernetes:networking.k8s.io/v1:NetworkPolicy", props, "policy", {"metadata": origins})


def _of(**labels: object) -> dict[str, object]:
    return {"matchLabels": {key.replace("__", "/"): value for key, value in labels.items()}}


def _workload(kind: str, spec: object, namespace: object = "iris", **metadata: object) -> Given:
    placed = {"metadata": {"name": "iris", "namespace": namespace, **metadata}, "spec": spec}
    return Given(f"kubernetes:{kind}", placed, "workload")


def _model(*components: str) -> Given:
    parts = {each: {"minReplicas": 1.0} for each in components}
    return Given(
        _INFERENCE,
        {"metadata": {"name": "iris", "namespace": "iris", "labels": {"team": "science"}}, "spec": parts},
        "model",
    )


def _replicated(replicas: object, kind: str = "Deployment", namespace: object = "iris") -> Given:
    return _workload(f"apps/v1:{kind}", {"replicas": replicas, **_TEMPLATE}, namespace)


def _served(replicas: object) -> Given:
    return _workload("serving.kserve.io/v1beta1:InferenceService", {"predictor": {"minReplicas": replicas}})


def _budget(selector: object, namespace: object = "iris", *origins: str) -> Given:
    props = {"metadata": {"namespace": namespace}, "spec": {"minAvailable": 1.0, "selector": selector}}
    return Given("kubernetes:policy/v1:PodDisruptionBudget", props, "budget", {"metadata": origins})


def _attached(*ids: object, origins: tuple[str, ...] = ("own",)) -> Given:
    spec = {"securityGroups": {"groupIds": list(ids)}}
    token = "kubernetes:vpcresources.k8s.aws/v1beta1:SecurityGroupPolicy"
    return Given(token, {"spec": spec}, "attached", {"spec": origins})


def _group(name: str = "own", **rules: object) -> Given:
    return Given("aws:ec2/securityGroup:SecurityGroup", {"description": "pods", **rules}, name)


def _beside(direction: str, **rule: object) -> Given:
    kind = f"SecurityGroup{direction}Rule"
    token = f"aws:vpc/securityGroup{direction}Rule:{kind}"
    return Given(token, {"securityGroupId": UNKNOWN, **rule}, f"{direction}", {"securityGroupId": ["own"]})


def _port(protocol: str, first: float, last: float) -> dict[str, object]:
    return {"protocol": protocol, "fromPort": first, "toPort": last}


_IRIS = Given("kubernetes:core/v1:Namespace", {"metadata": {"name": "iris"}}, "iris")
_CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/1"
_UDP, _TCP, _PROBE = _port("udp", 53.0, 53.0), _port("tcp", 53.0, 53.0), _port("tcp", 8080.0, 8080.0)
_ALL = _port("-1", 0.0, 0.0)
_MODEL_PODS = {"app": "isvc.iris-predictor", "component": "predictor", "serving.kserve.io/inferenceservice": "iris"}

EXAMPLES = [
    Examples(
        ingress_tls.POLICY,
        passing=[
            _ingress([{"hosts": ["models.example.com"], "secretName": "models"}]),
            _ingress(alb_ingress=None, **{"alb.ingress.kubernetes.io__certificate_arn": _CERTIFICATE}),
        ],
        failing=[_ingress(), _ingress([]), _ingress(**{"alb.ingress.kubernetes.io__scheme": "internal"})],
        absent=Given("kubernetes:networking.k8s.io/v1:Ingress", {"metadata": {"name": "ingress"}}, "ingress"),
        absence_fails=True,
        unknown=_ingress(UNKNOWN),
    ),
    Examples(
        ingress_no_snippets.POLICY,
        passing=[_ingress(**{"nginx.ingress.kubernetes.io__ssl_redirect": "true"})],
        failing=[
            _ingress(**{f"nginx.ingress.kubernetes.io__{kind}_snippet": "allow all;"})
            for kind in ("configuration", "server", "auth", "stream", "modsecurity")
        ],
        absent=Given("kubernetes:networking.k8s.io/v1:Ingress", {"metadata": {"name": "ingress"}}, "ingress"),
        absence_fails=False,
        unknown=Given("kubernetes:networking.k8s.io/v1:Ingress", {"metadata": {"annotations": UNKNOWN}}, "ingress"),
    ),
    Examples(
        network_policy_selects_pods.POLICY,
        passing=[
            [_IRIS, _selecting({})],
            *(
                [_IRIS, _selecting(_of(app="model")), _workload(kind, _TEMPLATE)]
                for kind in ("apps/v1:Deployment", "apps/v1:StatefulSet", "apps/v1:DaemonSet", "batch/v1:Job")
            ),
            [_IRIS, _selecting(_of(app="model")), _workload("batch/v1:CronJob", {"jobTemplate": {"spec": _TEMPLATE}})],
            [_IRIS, _selecting(_of(app="model")), _workload("core/v1:Pod", {}, labels=_LABELS)],
            *([_IRIS, _selecting(_of(**{key: value})), _model("predictor")] for key, value in _MODEL_PODS.items()),
            [_IRIS, _selecting(_of(team="science")), _model("predictor")],
            [_IRIS, _selecting(_of(component="transformer")), _model("predictor", "transformer")],
            [_IRIS, _selecting(_of(app="other")), Given("kubernetes:helm.sh/v3:Release", {"namespace": "iris"})],
            [_IRIS, _selecting(_of(app="other"), "kube-system")],
            _selecting(_of(app="other")),
        ],
        failing=[
            [_IRIS, _selecting(_of(app="model"))],
            [_IRIS, _selecting(_of(app="other")), _workload("apps/v1:Deployment", _TEMPLATE)],
            [_IRIS, _selecting(_of(app="model", tier="batch")), _workload("apps/v1:Deployment", _TEMPLATE)],
            [_IRIS, _selecting(_of(app="model")), _workload("apps/v1:Deployment", _TEMPLATE, "wine")],
            [_IRIS, _selecting(_of(component="transformer")), _model("predictor")],
            [_IRIS, _selecting(_of(app="other")), Given("kubernetes:helm.sh/v3:Release", {"namespace": "wine"})],
            [_IRIS, _selecting({"matchExpressions": [{"key": "app", "operator": "Exists"}]})],
            [_IRIS, _selecting(_of(app="other"), UNKNOWN, "iris")],
        ],
        absent=[_IRIS, _selecting(None)],
        absence_fails=False,
        unknown=[_IRIS, _selecting(UNKNOWN)],
    ),
    Examples(
        security_group_policy_complete.POLICY,
        passing=[
            [_group(egress=[_UDP, _TCP], ingress=[_PROBE]), _attached(UNKNOWN)],
            [_group(egress=[_ALL], ingress=[_ALL]), _attached(UNKNOWN)],
            [
                *(_group(), _beside("Egress", ipProtocol="-1"), _attached(UNKNOWN)),
                _beside("Ingress", ipProtocol="tcp", fromPort=8080.0, toPort=8080.0),
            ],
            [
                *(_group(egress=[_UDP, _TCP]), _group("shared", ingress=[_PROBE])),
                _attached(UNKNOWN, UNKNOWN, origins=("own", "shared")),
            ],
            [
                _group(egress=[_port("udp", 50.0, 60.0), _port("tcp", 0.0, 65535.0)], ingress=[_PROBE]),
                _attached(UNKNOWN),
            ],
        ],
        failing=[
            [_group(egress=[_UDP, _TCP], ingress=[_PROBE]), _attached()],
            [_group(egress=[_UDP], ingress=[_PROBE]), _attached(UNKNOWN)],
            [_group(egress=[_TCP], ingress=[_PROBE]), _attached(UNKNOWN)],
            [_group(egress=[_UDP, _TCP]), _attached(UNKNOWN)],
            [_group(egress=[_UDP, _TCP], ingress=[_port("udp", 8080.0, 8080.0)]), _attached(UNKNOWN)],
            [_group(egress=[_port("udp", 54.0, 60.0), _TCP], ingress=[_PROBE]), _attached(UNKNOWN)],
            [_group(ingress=[_PROBE]), _group("other", egress=[_UDP, _TCP]), _attached(UNKNOWN)],
            [_group(ingress=[_PROBE]), _beside("Ingress", ipProtocol="-1"), _attached(UNKNOWN)],
        ],
        absent=Given("kubernetes:vpcresources.k8s.aws/v1beta1:SecurityGroupPolicy", {"metadata": {"name": "it"}}),
        absence_fails=True,
        unknown=[_group(egress=UNKNOWN, ingress=[_PROBE]), _attached(UNKNOWN)],
    ),
    Examples(
        workload_disruption_budget.POLICY,
        passing=[
            _replicated(1.0),
            [_replicated(2.0), _budget(_of(app="model"))],
            [_replicated(2.0), _budget(_of(app="other")), _budget({"matchLabels": {}})],
            [_replicated(3.0, "StatefulSet"), _budget(_of(tier="serving"))],
            _workload("apps/v1:DaemonSet", {"replicas": 2.0, **_TEMPLATE}),
            _served(1.0),
            [_served(2.0), _budget(_of(app="isvc.iris-predictor"))],
        ],
        failing=[
            _replicated(2.0),
            _replicated("3", "StatefulSet"),
            [_replicated(2.0), _budget(_of(app="other"))],
            [_replicated(2.0), _budget(None)],
            _served(2.0),
            [_served(2.0), _budget(_of(app="iris"))],
            [_replicated(2.0), _budget(_of(app="model"), "wine")],
        ],
        absent=_workload("apps/v1:Deployment", _TEMPLATE),
        absence_fails=False,
        unknown=_replicated(UNKNOWN),
    ),
]
