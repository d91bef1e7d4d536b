"""When an object of each kind is ready, and what it is waiting for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from sandbox.kubernetes.provider.annotations import SKIP_AWAIT, WAIT_FOR, is_set, value
from sandbox.kubernetes.provider.conditions import conditions, has, status, why
from sandbox.kubernetes.provider.fields import entries, section
from sandbox.kubernetes.provider.wishes import missing
from sandbox.provider.values import Properties


@dataclass(frozen=True)
class Readiness:
    """One look at an object."""

    waiting_for: str = ""
    """Empty = ready."""
    failed: bool = False
    """Waiting longer is of no use."""


READY: Final = Readiness()
Look: TypeAlias = Callable[[str], Properties | None]
"""Reads another object by its path."""
_Judge: TypeAlias = Callable[[Properties, Look], Readiness]


def readiness(live: Properties, look: Look) -> Readiness:
    """Judge an object as the real provider does."""
    metadata = live["metadata"]
    if is_set(metadata, SKIP_AWAIT):
        return READY
    if wish := value(metadata, WAIT_FOR):
        return Readiness(", ".join(missing(live, wish)))
    judge = _JUDGES.get((str(live["apiVersion"]), str(live["kind"])))
    return judge(live, look) if judge else READY


def _deployment(live: Properties, _look: Look) -> Readiness:
    for condition in conditions(live):
        if condition.get("reason") == "ProgressDeadlineExceeded" and condition["status"] == "False":
            return Readiness(why(condition), failed=True)
    now, wanted = status(live), _replicas(live)
    if _is_stale(live) or now.get("updatedReplicas", 0) < wanted:
        return Readiness(f"{now.get('updatedReplicas', 0)} of {wanted} replicas are updated{_blocked(live)}")
    if now.get("replicas", 0) > now.get("updatedReplicas", 0):
        return Readiness("replicas of the previous revision are still there")
    return _enough(int(now.get("availableReplicas", 0)), wanted, "replicas are available", live)


def _stateful_set(live: Properties, _look: Look) -> Readiness:
    now, wanted = status(live), _replicas(live)
    strategy = section(live, "spec", "updateStrategy")
    if _is_stale(live) or now.get("replicas", 0) != wanted:
        return Readiness(f"{now.get('replicas', 0)} of {wanted} replicas exist")
    rolling = strategy.get("type") != "OnDelete" and not section(strategy, "rollingUpdate").get("partition")
    if rolling and now.get("updateRevision") != now.get("currentRevision"):
        return Readiness("replicas of the previous revision are still there")
    return _enough(int(now.get("readyReplicas", 0)), wanted, "replicas are ready", live)


def _daemon_set(live: Properties, _look: Look) -> Readiness:
    now = status(live)
    wanted = int(now.get("desiredNumberScheduled", 0))
    if _is_stale(live) or now.get("updatedNumberScheduled", 0) < wanted:
        return Readiness(f"{now.get('updatedNumberScheduled', 0)} of {wanted} nodes have an updated pod")
    return _enough(int(now.get("numberAvailable", 0)), wanted, "pods are available", live)


def _job(live: Properties, _look: Look) -> Readiness:
    for condition in conditions(live):
        if condition["status"] == "True" and condition["type"] in {"Complete", "Suspended"}:
            return READY
        if condition["status"] == "True" and condition["type"] == "Failed":
            return Readiness(why(condition), failed=True)
    return Readiness(f"{status(live).get('succeeded', 0)} of {live['spec'].get('completions', 1)} pods succeeded")


def _pod(live: Properties, _look: Look) -> Readiness:
    phase = status(live).get("phase")
    if phase == "Failed":
        return Readiness(f"the pod failed: {status(live).get('message') or status(live).get('reason')}", failed=True)
    if phase == "Succeeded" or has(live, "Ready"):
        return READY
    waiting = [why(condition) for condition in conditions(live) if condition["status"] == "False"]
    return Readiness("; ".join(dict.fromkeys(waiting)) or f"the pod is {phase or 'not started'}")


def _claim(live: Properties, look: Look) -> Readiness:
    phase = status(live).get("phase")
    if phase == "Bound":
        return READY
    storage_class = live["spec"].get("storageClassName")
    found = look(f"/apis/storage.k8s.io/v1/storageclasses/{storage_class}") if storage_class else None
    if phase == "Pending" and found and found.get("volumeBindingMode") == "WaitForFirstConsumer":
        return READY
    return Readiness(f"the claim is {phase or 'new'}: no volume was bound to it")


def _volume(live: Properties, _look: Look) -> Readiness:
    phase = status(live).get("phase")
    return READY if phase in {"Available", "Bound"} else Readiness(f"the volume is {phase or 'new'}")


def _service(live: Properties, look: Look) -> Readiness:
    spec = live["spec"]
    if spec.get("type") == "ExternalName" or not spec.get("selector"):
        return READY
    metadata = live["metadata"]
    slices = look(
        f"/apis/discovery.k8s.io/v1/namespaces/{metadata['namespace']}/endpointslices"
        f"?labelSelector=kubernetes.io%2Fservice-name%3D{metadata['name']}"
    )
    endpoints = [endpoint for item in entries(slices or {}, "items") for endpoint in entries(item, "endpoints")]
    if spec.get("clusterIP") == "None" or any(section(endpoint, "conditions").get("ready") for endpoint in endpoints):
        return READY
    return Readiness("no ready pod matches its selector")


def _quota(live: Properties, _look: Look) -> Readiness:
    counted = status(live).get("hard") == live["spec"].get("hard")
    return READY if counted else Readiness("the quota controller has not counted yet")


def _definition(live: Properties, _look: Look) -> Readiness:
    for condition in conditions(live):
        if condition["type"] == "NamesAccepted" and condition["status"] == "False":
            return Readiness(why(condition), failed=condition.get("reason") != "NotAccepted")
    return READY if has(live, "Established") else Readiness("the API server does not serve it yet")


_JUDGES: Final[dict[tuple[str, str], _Judge]] = {
    ("apiextensions.k8s.io/v1", "CustomResourceDefinition"): _definition,
    ("apps/v1", "DaemonSet"): _daemon_set,
    ("apps/v1", "Deployment"): _deployment,
    ("apps/v1", "StatefulSet"): _stateful_set,
    ("batch/v1", "Job"): _job,
    ("v1", "PersistentVolume"): _volume,
    ("v1", "PersistentVolumeClaim"): _claim,
    ("v1", "Pod"): _pod,
    ("v1", "ResourceQuota"): _quota,
    ("v1", "Service"): _service,
}


def needs_load_balancer(live: Properties) -> bool:
    """Whether the object asks for a load balancer, which nothing in the sandbox makes."""
    if live["kind"] == "Service":
        return live["spec"].get("type") == "LoadBalancer"
    return live["kind"] == "Ingress"


def _is_stale(live: Properties) -> bool:
    return status(live).get("observedGeneration", 0) < live["metadata"].get("generation", 0)


def _replicas(live: Properties) -> int:
    replicas = live["spec"].get("replicas")
    return 1 if replicas is None else int(replicas)


def _blocked(live: Properties) -> str:
    failures = [why(condition) for condition in conditions(live) if condition["type"] == "ReplicaFailure"]
    return f": {'; '.join(failures)}" if failures else ""


def _enough(have: int, want: int, what: str, live: Properties) -> Readiness:
    return READY if have >= want else Readiness(f"{have} of {want} {what}{_blocked(live)}")
