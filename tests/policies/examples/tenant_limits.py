"""Examples for the policies on what tenants may take of the cluster."""

from policies.kubernetes import namespace_limit_range, namespace_quota
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given


def _namespace(name: object, resource: str = "iris", **labels: object) -> Given:
    metadata = {"name": name, "labels": labels or {"mlplatform.io/tenant": "iris"}}
    return Given("kubernetes:core/v1:Namespace", {"metadata": metadata}, resource)


def _placed(kind: str, namespace: object, spec: object, *origins: str) -> Given:
    props = {"metadata": {"namespace": namespace}, "spec": spec}
    return Given(f"kubernetes:core/v1:{kind}", props, kind.lower(), {"metadata": origins})


_HARD: dict[str, object] = {
    "requests.cpu": "4",
    "limits.cpu": "4",
    "requests.memory": "8Gi",
    "limits.memory": "8Gi",
    "requests.ephemeral-storage": "100Gi",
    "limits.ephemeral-storage": "100Gi",
    "pods": "10",
    "requests.nvidia.com/gpu": "0",
    "persistentvolumeclaims": "0",
    "services.loadbalancers": "0",
    "services.nodeports": "0",
}
_OTHER_NAMES = {
    "cpu": "4",
    "memory": "8Gi",
    "ephemeral-storage": "100Gi",
    "count/pods": "10",
    "count/persistentvolumeclaims": "0",
    **{key: value for key, value in _HARD.items() if key.startswith(("limits.", "services.")) or "gpu" in key},
}


def _without(name: str) -> dict[str, object]:
    return {key: value for key, value in _HARD.items() if key != name}


def _quota(hard: object, namespace: object = "iris", *origins: str, **spec: object) -> Given:
    return _placed("ResourceQuota", namespace, {"hard": hard, **spec}, *origins)


def _limits(*items: object, namespace: object = "iris") -> Given:
    return _placed("LimitRange", namespace, {"limits": list(items)})


_IRIS, _WINE = _namespace("iris"), _namespace("wine", "wine")
_UNNAMED = _namespace(UNKNOWN)
_ALL = {"cpu": "1", "memory": "1Gi", "ephemeral-storage": "1Gi"}

EXAMPLES = [
    Examples(
        namespace_quota.POLICY,
        passing=[
            [_IRIS, _quota(_HARD)],
            [_IRIS, _quota(_OTHER_NAMES)],
            [_IRIS, _quota(_without("pods")), _quota({"pods": 10.0})],
            [_UNNAMED, _quota(_HARD, UNKNOWN, "iris")],
            [_IRIS, _quota({**_HARD, "pods": UNKNOWN})],
            _namespace("kserve", team="platform"),
        ],
        failing=[
            *([_IRIS, _quota(_without(name))] for name in _HARD),
            *([_IRIS, _quota({**_HARD, name: None})] for name in _HARD),
            [_IRIS, _quota({**_HARD, "services.loadbalancers": "1"})],
            [_IRIS, _quota({**_HARD, "services.nodeports": 2.0})],
            [_IRIS, _quota(_HARD, "wine")],
            [_IRIS, _WINE, _quota(_HARD)],
            [_IRIS, _WINE, _quota(_HARD, UNKNOWN, "wine")],
            [_UNNAMED, _quota(_HARD, "")],
            [_IRIS, _quota(_HARD, scopes=["BestEffort"])],
            [_IRIS, _quota(_HARD, scopeSelector={"matchExpressions": []})],
            [_IRIS, _quota({**_without("pods"), "services.nodeports": UNKNOWN})],
            [_IRIS, _quota({**_HARD, "services.nodeports": "1", "services.loadbalancers": "1", "pods": UNKNOWN})],
        ],
        absent=_IRIS,
        absence_fails=True,
        unknown=[_IRIS, _quota(_HARD, scopes=UNKNOWN)],
    ),
    Examples(
        namespace_limit_range.POLICY,
        passing=[
            [_IRIS, _limits({"type": "Container", "default": _ALL})],
            [_IRIS, _limits({"type": "Container", "default": {**_ALL, "memory": None}, "max": {"memory": "2Gi"}})],
            [_IRIS, _limits({"type": "Container", "max": {"cpu": "2"}}), _limits({"type": "Container", "max": _ALL})],
            [_IRIS, _limits({"type": "Container", "default": dict.fromkeys(_ALL, UNKNOWN)})],
            _namespace("kserve", team="platform"),
        ],
        failing=[
            *([_IRIS, _limits({"type": "Container", "default": {**_ALL, name: None}})] for name in _ALL),
            [_IRIS, _limits({"type": "Container", "default": {"cpu": "1", "memory": "1Gi"}})],
            [_IRIS, _limits({"type": "Container", "defaultRequest": _ALL, "min": _ALL})],
            [_IRIS, _limits({"type": "Pod", "max": _ALL})],
            [_IRIS, _limits({"type": "Container", "default": _ALL}, namespace="wine")],
        ],
        absent=_IRIS,
        absence_fails=True,
        unknown=[_IRIS, _limits({"type": "Container", "default": UNKNOWN})],
    ),
]
