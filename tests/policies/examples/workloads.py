"""Examples for the policies on what pods run, need and are told."""

from policies.kubernetes import (
    config_map_no_secret,
    object_namespace,
    pod_image_digest,
    pod_image_registry,
    pod_kernel_settings,
    pod_no_literal_secret,
    pod_probes,
    pod_read_only_root,
    pod_resources,
)
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_KSERVE = "kubernetes:serving.kserve.io"
_BARE = {"name": "model"}
_BOTH = {"cpu": "1", "memory": "1Gi"}
_ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
_DIGEST = f"sha256:{'0123456789abcdef' * 4}"


def _pod(**container: object) -> Given:
    return Given("kubernetes:core/v1:Pod", {"spec": {"containers": [{"name": "model", **container}]}}, "pod")


def _workload(kind: str = "Deployment", pod: object = None, **container: object) -> Given:
    spec = pod or {"containers": [{"name": "model", **container}]}
    return Given(f"kubernetes:apps/v1:{kind}", {"spec": {"template": {"spec": spec}}}, "workload")


def _everywhere(container: object) -> list[Given]:
    """A container in KServe's objects and beside a main container."""
    pod = {"containers": [container]}
    return [
        Given(f"{_KSERVE}/v1beta1:InferenceService", {"spec": {"predictor": {"model": container}}}),
        Given(f"{_KSERVE}/v1alpha1:ClusterServingRuntime", {"spec": pod}),
        Given(f"{_KSERVE}/v1alpha1:ServingRuntime", {"spec": {"workerSpec": pod}}),
        *(
            Given(f"{_KSERVE}/v1alpha1:{kind}", {"spec": spec})
            for kind in ("LLMInferenceService", "LLMInferenceServiceConfig")
            for spec in (
                {"template": pod},
                {"worker": pod},
                {"prefill": {"template": pod}},
                {"prefill": {"worker": pod}},
                {"router": {"scheduler": {"template": pod}}},
            )
        ),
        _workload(pod={"containers": [], "initContainers": [container]}),
    ]


def _image(name: object, **config: object) -> list[Given]:
    return [_OWN, Given("kubernetes:core/v1:Pod", {"spec": {"containers": [{"image": name}]}}, "pod", config=config)]


def _variable(name: str, value: object) -> Given:
    return _pod(env=[{"name": "HOME", "value": "/scratch"}, {"name": name, "value": value}])


def _entry(name: str, value: object, field: str = "data") -> Given:
    return Given("kubernetes:core/v1:ConfigMap", {field: {"HOME": "/scratch", name: value}}, "settings")


def _secured(pod: dict[str, object] | None = None, **context: object) -> Given:
    spec = {"containers": [{"name": "model", "securityContext": context}], "securityContext": pod or {}}
    return Given("kubernetes:core/v1:Pod", {"spec": spec}, "pod")


def _placed(where: object, kind: str = "core/v1:Service", **provider: object) -> Given:
    metadata = {"name": "it", "namespace": where}
    return Given(f"kubernetes:{kind}", {"metadata": metadata}, "object", provider=provider)


def _release(namespace: object) -> Given:
    return Given("kubernetes:helm.sh/v3:Release", {"chart": "model", "namespace": namespace}, "release")


_OWN = Given("pulumi:providers:aws", {"allowedAccountIds": '["123456789012"]'}, "aws")
_PROBES = {"readinessProbe": {"tcpSocket": {"port": 8080.0}}, "livenessProbe": {"tcpSocket": {"port": 8080.0}}}
_PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIE"
# In two pieces, so that no scanner takes it for a real one.
_ACCESS_KEY = "AKIA" + "IOSFODNN7EXAMPLE"
_HARMLESS = [
    ("TOKENIZERS_PARALLELISM", "false"),
    ("MAX_TOKENS", "4096"),
    ("DB_PASSWORD_FILE", "/run/secrets/db"),
    ("DB_PASSWORD", "/run/secrets/db"),
    ("SECRET", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db"),
    ("API_TOKEN", "$(TOKEN_FROM_FILE)"),
    ("API_TOKEN", ""),
    ("DATA_URI", "s3://models/iris/"),
    ("ADDRESS", "https://example.com:8080/path@1"),
]
_TELLING = [
    *((name, "correct-horse") for name in ("DB_PASSWORD", "dbPassword", "db.password", "HF_TOKEN", "CLIENT_SECRET")),
    *((name, "correct-horse") for name in ("PASSWD", "API_KEY", "apikey", "AWS_SECRET_ACCESS_KEY", "PRIVATE_KEY")),
    *((name, "correct-horse") for name in ("SECRET_KEY", "CREDENTIALS", "AWS_ACCESS_KEY_ID", "DB_PWD")),
    ("NOTE", f"use {_ACCESS_KEY}"),
    ("CERTIFICATE", _PEM),
    ("REMOTE", "ghp_" + "a" * 36),
    ("HUB", "hf_" + "a" * 30),
    ("CHAT", "xoxb-" + "1" * 12),
    ("DATABASE_URL", "postgres://app:hunter2@db:5432/app"),
]

EXAMPLES = [
    Examples(
        pod_resources.POLICY,
        passing=[
            _pod(resources={"limits": _BOTH}),
            _pod(resources={"limits": _BOTH, "requests": {"cpu": "100m"}}),
            Given("kubernetes:core/v1:Pod", {"spec": {"containers": [_BARE], "resources": {"limits": _BOTH}}}),
            _pod(resources={"limits": {"cpu": UNKNOWN, "memory": UNKNOWN}}),
        ],
        failing=[
            _pod(resources={"limits": {"cpu": "1"}}),
            _pod(resources={"limits": {"memory": "1Gi"}}),
            _pod(resources={"limits": {"cpu": None, "memory": "1Gi"}}),
            _pod(resources={"requests": _BOTH}),
            *_everywhere({"name": "model"}),
        ],
        absent=_pod(),
        absence_fails=True,
        unknown=_pod(resources={"limits": UNKNOWN}),
    ),
    Examples(
        pod_image_digest.POLICY,
        passing=[
            _pod(image=f"{_ECR}/iris@{_DIGEST}"),
            _pod(image=f"{_ECR}/iris:v1@{_DIGEST}"),
            Given(f"{_KSERVE}/v1beta1:InferenceService", {"spec": {"predictor": {"model": {"modelFormat": {}}}}}),
        ],
        failing=[
            _pod(image=f"{_ECR}/iris"),
            _pod(image=f"{_ECR}/iris:latest"),
            _pod(image=f"{_ECR}/iris:v1"),
            _pod(image=f"{_ECR}/iris@sha256:0123"),
            _pod(image=f"@{_DIGEST}"),
            _pod(image=f"{_ECR}/iris@{_DIGEST}0"),
            *_everywhere({"image": f"{_ECR}/iris:v1"}),
        ],
        absent=_pod(),
        absence_fails=False,
        unknown=_pod(image=UNKNOWN),
    ),
    Examples(
        pod_image_registry.POLICY,
        passing=[
            _image(f"{_ECR}/iris@{_DIGEST}"),
            _image("123456789012.dkr-ecr.eu-west-1.on.aws/iris:v1"),
            _image("123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/iris:v1"),
            _image("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/iris:v1"),
            _image("nvcr.io/nvidia/tritonserver", registries=["quay.io", "nvcr.io/nvidia/"]),
        ],
        failing=[
            _image("210987654321.dkr.ecr.eu-west-1.amazonaws.com/iris"),
            _image("nginx"),
            _image("docker.io/library/nginx"),
            _image("nvcr.io/nvidia-evil/tritonserver", registries=["nvcr.io/nvidia"]),
            _image("nvcr.io/nvidia", registries=["nvcr.io/nvidia"]),
            _image("evil.example.com/123456789012.dkr.ecr.eu-west-1.amazonaws.com/iris"),
            _image("123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example.com/iris"),
            [_workload(image=UNKNOWN), *_image("nginx")],
            *([_OWN, each] for each in _everywhere({"image": "nginx"})),
        ],
        absent=[_OWN, _pod()],
        absence_fails=False,
        unknown=[_OWN, _pod(image=UNKNOWN)],
    ),
    Examples(
        pod_read_only_root.POLICY,
        passing=[_secured(readOnlyRootFilesystem=True)],
        failing=[
            _secured(readOnlyRootFilesystem=False),
            _secured({"readOnlyRootFilesystem": True}),
            *_everywhere({"name": "model"}),
        ],
        absent=_pod(),
        absence_fails=True,
        unknown=_secured(readOnlyRootFilesystem=UNKNOWN),
    ),
    Examples(
        pod_kernel_settings.POLICY,
        passing=[
            _secured(procMount="Default", seLinuxOptions={"type": "container_t", "level": "s0:c1,c2"}),
            _secured({"sysctls": [{"name": name, "value": "1"} for name in pod_kernel_settings.SAFE_SYSCTLS]}),
            _secured({"windowsOptions": {"hostProcess": False}}),
        ],
        failing=[
            _secured(procMount="Unmasked"),
            *(_secured(seLinuxOptions={key: "spc_t"}) for key in ("type", "user", "role")),
            *(_secured({"seLinuxOptions": {key: "spc_t"}}) for key in ("type", "user", "role")),
            _secured(windowsOptions={"hostProcess": True}),
            _secured({"windowsOptions": {"hostProcess": True}}),
            _secured({"sysctls": [{"name": "kernel.msgmax", "value": "1"}]}),
            _secured({"sysctls": UNKNOWN}, procMount="Unmasked"),
            *_everywhere({"securityContext": {"procMount": "Unmasked"}}),
        ],
        absent=_pod(),
        absence_fails=False,
        unknown=_secured({"sysctls": UNKNOWN}),
    ),
    Examples(
        pod_no_literal_secret.POLICY,
        passing=[
            *(_variable(*each) for each in _HARMLESS),
            _pod(env=[{"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}}]),
        ],
        failing=[
            *(_variable(*each) for each in _TELLING),
            *_everywhere({"env": [{"name": "DB_PASSWORD", "value": "correct-horse"}]}),
        ],
        absent=_pod(),
        absence_fails=False,
        unknown=_variable("DB_PASSWORD", UNKNOWN),
    ),
    Examples(
        config_map_no_secret.POLICY,
        passing=[
            *(_entry(*each) for each in _HARMLESS),
            Given("kubernetes:core/v1:Secret", {"data": {"TOKEN": "abcdef"}}),
        ],
        failing=[*(_entry(*each) for each in _TELLING), _entry("password", "correct-horse", "binaryData")],
        absent=Given("kubernetes:core/v1:ConfigMap", {"metadata": {"name": "settings"}}),
        absence_fails=False,
        unknown=_entry("password", UNKNOWN),
    ),
    Examples(
        object_namespace.POLICY,
        passing=[
            _placed("iris"),
            _placed("iris", "apps/v1:Deployment"),
            _placed(None, namespace="iris"),
            _placed("kube-system", "networking.k8s.io/v1:NetworkPolicy"),
            _release("kserve"),
            Given(f"{_KSERVE}/v1alpha1:ClusterServingRuntime", {"metadata": {"name": "runtime"}}),
        ],
        failing=[
            *(
                _placed("default", f"{kind.replace('/', '/v1:')}")
                for kind in object_namespace.KINDS
                if "Release" not in kind
            ),
            _placed("kube-system"),
            _placed("kube-system", namespace="iris"),
            _placed(None, namespace="kube-system"),
            _release("default"),
            _release("kube-system"),
            _release(None),
        ],
        absent=Given("kubernetes:core/v1:Service", {"metadata": {"name": "it"}}),
        absence_fails=True,
        unknown=_placed(UNKNOWN),
    ),
    Examples(
        pod_probes.POLICY,
        passing=[
            _workload("Deployment", None, **_PROBES),
            _workload(pod={"containers": [{**_PROBES}], "initContainers": [{"name": "load"}]}),
            _pod(),
            Given("kubernetes:batch/v1:Job", {"spec": {"template": {"spec": {"containers": [_BARE]}}}}),
            Given(f"{_KSERVE}/v1beta1:InferenceService", {"spec": {"predictor": {"model": {}}}}),
        ],
        failing=[
            *(_workload(kind) for kind in ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet")),
            _workload(readinessProbe=_PROBES["readinessProbe"]),
            _workload(livenessProbe=_PROBES["livenessProbe"]),
            _workload(pod={"containers": [{**_PROBES}, {"name": "sidecar"}]}),
            Given(
                "kubernetes:core/v1:ReplicationController", {"spec": {"template": {"spec": {"containers": [_BARE]}}}}
            ),
        ],
        absent=_workload(),
        absence_fails=True,
        unknown=_workload(pod={"containers": UNKNOWN}),
    ),
]
