"""Pods wherever they are declared: alone, in a workload's template or in a model server of KServe."""

from collections.abc import Iterator

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of
from policies.properties import Properties
from policies.resources import read

_TEMPLATES = {
    "core/Pod": ("spec",),
    "core/PodTemplate": ("template", "spec"),
    "core/ReplicationController": ("spec", "template", "spec"),
    "apps/DaemonSet": ("spec", "template", "spec"),
    "apps/Deployment": ("spec", "template", "spec"),
    "apps/ReplicaSet": ("spec", "template", "spec"),
    "apps/StatefulSet": ("spec", "template", "spec"),
    "batch/CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
    "batch/Job": ("spec", "template", "spec"),
}
_CONTAINERS = ("initContainers", "containers", "ephemeralContainers")
_KSERVE_CONTAINERS = (
    *("model", "sklearn", "xgboost", "tensorflow", "pytorch", "triton", "onnx", "huggingface", "pmml", "lightgbm"),
    *("paddle", "art"),
)
"""Fields of a component that each hold one container, beside its pod spec."""
_COMPONENTS = (("predictor",), ("predictor", "workerSpec"), ("transformer",), ("explainer",))
_LLM_COMPONENTS = (
    *(("template",), ("worker",), ("prefill", "template"), ("prefill", "worker")),
    ("router", "scheduler", "template"),
)
_KSERVE_PARTS = {
    "serving.kserve.io/ClusterServingRuntime": ((), ("workerSpec",)),
    "serving.kserve.io/InferenceService": _COMPONENTS,
    "serving.kserve.io/LLMInferenceService": _LLM_COMPONENTS,
    "serving.kserve.io/LLMInferenceServiceConfig": _LLM_COMPONENTS,
    "serving.kserve.io/ServingRuntime": ((), ("workerSpec",)),
}
"""Where below `spec` KServe's objects hold pod specs."""
NAMESPACED = tuple(kind for kind in (*_TEMPLATES, *_KSERVE_PARTS) if "/Cluster" not in kind)
"""The kinds with pods that lie in a namespace."""


def pods(args: pp.ResourceValidationArgs) -> list[Properties]:
    """The pod specs that a resource asks for."""
    return pods_of(args.resource_type, read(args))


def pods_of(resource_type: str, properties: Properties) -> list[Properties]:
    """The same for a resource of a stack."""
    kind = kind_of(resource_type)
    if kind in _TEMPLATES:
        return [properties.at(*_TEMPLATES[kind])]
    spec = properties.at("spec")
    return [spec.at(*part) for part in _KSERVE_PARTS.get(kind, ()) if _is_there(spec, part)]


def containers(pod: Properties) -> list[Properties]:
    """All containers of a pod spec, those that run before it and a model server's own among them."""
    listed = [container for field in _CONTAINERS for container in pod.each(field)]
    return listed + [pod.at(field) for field in _KSERVE_CONTAINERS if pod.has(field)]


def each_container(args: pp.ResourceValidationArgs) -> Iterator[tuple[Properties, Properties]]:
    """Every container of a resource, after the pod that it belongs to."""
    for pod in pods(args):
        for container in containers(pod):
            yield pod, container


def _is_there(spec: Properties, component: tuple[str, ...]) -> bool:
    return all(spec.has(*component[: depth + 1]) for depth in range(len(component)))
