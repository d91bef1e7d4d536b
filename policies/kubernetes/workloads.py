"""The labels of the pods that a stack declares."""

from policies.kubernetes.kinds import kind_of
from policies.properties import Properties
from policies.resources import Resource

_METADATA = {
    "core/Pod": ("metadata",),
    "core/ReplicationController": ("spec", "template", "metadata"),
    "apps/DaemonSet": ("spec", "template", "metadata"),
    "apps/Deployment": ("spec", "template", "metadata"),
    "apps/ReplicaSet": ("spec", "template", "metadata"),
    "apps/StatefulSet": ("spec", "template", "metadata"),
    "batch/CronJob": ("spec", "jobTemplate", "spec", "template", "metadata"),
    "batch/Job": ("spec", "template", "metadata"),
}
_COMPONENTS = ("predictor", "transformer", "explainer")
INFERENCE_SERVICE = "serving.kserve.io/InferenceService"
KINDS = (*_METADATA, INFERENCE_SERVICE)


def pod_labels(workload: Resource) -> list[dict[str, str]]:
    """The labels of each kind of pod that a workload starts."""
    kind, properties = kind_of(workload.type), workload.properties
    if kind == INFERENCE_SERVICE:
        spec = properties.at("spec")
        return [_of_kserve(properties.at("metadata"), each) for each in _COMPONENTS if spec.has(each)]
    return [_texts(properties.at(*_METADATA[kind]))] if kind in _METADATA else []


def _of_kserve(metadata: Properties, component: str) -> dict[str, str]:
    name = metadata.text("name")
    own = {"app": f"isvc.{name}-{component}", "component": component, "serving.kserve.io/inferenceservice": name}
    return {**_texts(metadata), **own}


def _texts(metadata: Properties) -> dict[str, str]:
    return {key: value.text() for key, value in metadata.items("labels")}
