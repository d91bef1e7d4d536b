"""Examples for the policies on pods, in every kind of object that holds one."""

from policies.kubernetes import (
    pod_drop_capabilities,
    pod_no_api_token,
    pod_no_host_access,
    pod_no_privilege_escalation,
    pod_no_privileged,
    pod_non_root,
    pod_seccomp,
    pod_volume_types,
)
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_INFERENCE = "kubernetes:serving.kserve.io/v1beta1:InferenceService"


def _pod(**spec: object) -> Given:
    return Given("kubernetes:core/v1:Pod", {"spec": spec})


def _secured(security: object = None, pod_security: object = None) -> Given:
    container = {"name": "model"} if security is None else {"name": "model", "securityContext": security}
    return (
        _pod(containers=[container])
        if pod_security is None
        else _pod(containers=[container], securityContext=pod_security)
    )


def _everywhere(spec: dict[str, object]) -> list[Given]:
    """The same pod spec in all kinds of objects."""
    template = {"spec": {"template": {"spec": spec}}}
    return [
        Given("kubernetes:core/v1:Pod", {"spec": spec}),
        *(
            Given(f"kubernetes:{kind}", template)
            for kind in (
                "apps/v1:Deployment",
                "apps/v1:DeploymentPatch",
                "apps/v1:StatefulSet",
                "apps/v1:DaemonSet",
                "apps/v1:ReplicaSet",
                "batch/v1:Job",
            )
        ),
        Given("kubernetes:batch/v1:CronJob", {"spec": {"jobTemplate": template}}),
        *(Given(_INFERENCE, {"spec": {part: spec}}) for part in ("predictor", "transformer", "explainer")),
        Given(_INFERENCE, {"spec": {"predictor": {"workerSpec": spec}}}),
        Given("kubernetes:serving.kserve.io/v1alpha1:ServingRuntime", {"spec": spec}),
    ]


_PRIVILEGED = {"name": "model", "securityContext": {"privileged": True}}
_DROP = {"capabilities": {"drop": ["ALL"]}}
_DEFAULT = {"type": "RuntimeDefault"}

EXAMPLES = [
    Examples(
        pod_no_privileged.POLICY,
        passing=[_secured({"privileged": False}), Given(_INFERENCE, {"spec": {"predictor": {"model": {}}}})],
        failing=[
            *_everywhere({"containers": [_PRIVILEGED]}),
            _pod(containers=[{"name": "model"}], initContainers=[_PRIVILEGED]),
            _pod(initContainers=UNKNOWN, containers=[_PRIVILEGED]),
            Given(_INFERENCE, {"spec": {"predictor": {"model": _PRIVILEGED}}}),
            Given(_INFERENCE, {"spec": {"predictor": {"sklearn": _PRIVILEGED}}}),
        ],
        absent=_secured(),
        absence_fails=False,
        unknown=_secured({"privileged": UNKNOWN}),
    ),
    Examples(
        pod_no_privilege_escalation.POLICY,
        passing=[_secured({"allowPrivilegeEscalation": False})],
        failing=[_secured({"allowPrivilegeEscalation": True}), *_everywhere({"containers": [{"name": "model"}]})],
        absent=_secured(),
        absence_fails=True,
        unknown=_secured({"allowPrivilegeEscalation": UNKNOWN}),
    ),
    Examples(
        pod_non_root.POLICY,
        passing=[
            _secured({"runAsNonRoot": True}),
            _secured(None, {"runAsNonRoot": True, "runAsUser": 1000.0}),
            _secured({"runAsUser": 1000.0}, {"runAsNonRoot": True, "runAsUser": 0.0}),
        ],
        failing=[
            _secured({"runAsNonRoot": False}, {"runAsNonRoot": True}),
            _secured({"runAsNonRoot": True, "runAsUser": 0.0}),
            _secured({"runAsNonRoot": True}, {"runAsUser": 0.0}),
        ],
        absent=_secured(),
        absence_fails=True,
        unknown=_secured({"runAsNonRoot": UNKNOWN}),
    ),
    Examples(
        pod_drop_capabilities.POLICY,
        passing=[_secured(_DROP), _secured({"capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}})],
        failing=[
            _secured({"capabilities": {"drop": ["NET_RAW"]}}),
            _secured({"capabilities": {"drop": ["ALL"], "add": ["SYS_ADMIN"]}}),
        ],
        absent=_secured(),
        absence_fails=True,
        unknown=_secured({"capabilities": {"drop": UNKNOWN}}),
    ),
    Examples(
        pod_seccomp.POLICY,
        passing=[
            _secured({"seccompProfile": _DEFAULT}),
            _secured(None, {"seccompProfile": _DEFAULT}),
            _secured({"seccompProfile": {"type": "Localhost", "localhostProfile": "model.json"}}),
        ],
        failing=[_secured({"seccompProfile": {"type": "Unconfined"}}, {"seccompProfile": _DEFAULT})],
        absent=_secured(),
        absence_fails=True,
        unknown=_secured(None, {"seccompProfile": UNKNOWN}),
    ),
    Examples(
        pod_no_host_access.POLICY,
        passing=[_pod(hostNetwork=False, containers=[{"name": "model", "ports": [{"containerPort": 8080.0}]}])],
        failing=[
            _pod(hostPID=True, containers=[]),
            _pod(hostIPC=True, containers=[]),
            *_everywhere({"hostNetwork": True, "containers": []}),
            _pod(containers=[{"name": "model", "ports": [{"containerPort": 80.0, "hostPort": 80.0}]}]),
        ],
        absent=_secured(),
        absence_fails=False,
        unknown=_pod(hostNetwork=UNKNOWN, containers=[]),
    ),
    Examples(
        pod_volume_types.POLICY,
        passing=[
            _pod(
                volumes=[
                    {"name": "cache", "emptyDir": {"sizeLimit": "1Gi"}},
                    {"name": "keys", "secret": {"secretName": "keys"}},
                ]
            )
        ],
        failing=[
            *_everywhere({"containers": [], "volumes": [{"name": "root", "hostPath": {"path": "/"}}]}),
            _pod(volumes=[{"name": "share", "nfs": {"server": "10.0.0.1", "path": "/"}}]),
            _pod(volumes=[UNKNOWN, {"name": "root", "hostPath": {"path": "/run/containerd/containerd.sock"}}]),
        ],
        absent=_secured(),
        absence_fails=False,
        unknown=_pod(volumes=UNKNOWN),
    ),
    Examples(
        pod_no_api_token.POLICY,
        passing=[
            _pod(automountServiceAccountToken=False),
            Given("kubernetes:core/v1:ServiceAccount", {"automountServiceAccountToken": False}),
        ],
        failing=[_pod(automountServiceAccountToken=True), Given("kubernetes:core/v1:ServiceAccount", {})],
        absent=_pod(containers=[]),
        absence_fails=True,
        unknown=_pod(automountServiceAccountToken=UNKNOWN),
    ),
]
