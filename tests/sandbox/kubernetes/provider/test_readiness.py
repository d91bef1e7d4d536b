from typing import Any

import pytest

from sandbox.kubernetes.provider.readiness import needs_load_balancer, readiness
from sandbox.provider.errors import ProviderError
from sandbox.provider.values import Properties


def nothing_else(_path: str) -> Properties | None:
    return None


def live(api_version: str, kind: str, *, annotations: dict[str, str] | None = None, **fields: Any) -> Properties:
    metadata = {"name": "a", "namespace": "n", "generation": 2, "annotations": annotations or {}}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": {}, **fields}


def condition(type: str, status: str = "True", **more: str) -> Properties:  # noqa: A002
    return {"type": type, "status": status, **more}


ROLLED_OUT = {"observedGeneration": 2, "replicas": 2, "updatedReplicas": 2, "availableReplicas": 2}
BOUND_LATER = {"volumeBindingMode": "WaitForFirstConsumer"}
READY_ENDPOINT = {"items": [{"endpoints": [{"conditions": {"ready": True}}]}]}


@pytest.mark.parametrize(
    "thing",
    [
        live("apps/v1", "Deployment", spec={"replicas": 2}, status=ROLLED_OUT),
        live("apps/v1", "Deployment", spec={"replicas": 0}, status={"observedGeneration": 2}),
        live("apps/v1", "StatefulSet", status={"observedGeneration": 2, "replicas": 1, "readyReplicas": 1}),
        live("apps/v1", "DaemonSet", status={"observedGeneration": 2}),
        live("batch/v1", "Job", status={"conditions": [condition("Complete")]}),
        live("v1", "Pod", status={"phase": "Running", "conditions": [condition("Ready")]}),
        live("v1", "Pod", status={"phase": "Succeeded"}),
        live("v1", "PersistentVolumeClaim", status={"phase": "Bound"}),
        live("v1", "Service", spec={"type": "ExternalName"}),
        live("v1", "ResourceQuota", spec={"hard": {"pods": "1"}}, status={"hard": {"pods": "1"}}),
        live("v1", "ConfigMap"),
        live("serving.kserve.io/v1beta1", "InferenceService"),
        live("apps/v1", "Deployment", annotations={"pulumi.com/skipAwait": "true"}),
    ],
    ids=lambda thing: f"{thing['kind']}",
)
def test_an_object_in_its_final_state_is_ready(thing: Properties):
    assert not readiness(thing, nothing_else).waiting_for


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (live("apps/v1", "Deployment", status={**ROLLED_OUT, "observedGeneration": 1}), "updated"),
        (live("apps/v1", "Deployment", spec={"replicas": 3}, status=ROLLED_OUT), "2 of 3 replicas are updated"),
        (live("apps/v1", "Deployment", spec={"replicas": 2}, status={**ROLLED_OUT, "availableReplicas": 1}), "1 of 2"),
        (
            live("apps/v1", "Deployment", spec={"replicas": 2}, status={**ROLLED_OUT, "replicas": 3}),
            "previous revision",
        ),
        (live("apps/v1", "StatefulSet", status={"observedGeneration": 2, "replicas": 1}), "0 of 1 replicas are ready"),
        (live("apps/v1", "DaemonSet", status={"observedGeneration": 2, "desiredNumberScheduled": 1}), "0 of 1 nodes"),
        (live("batch/v1", "Job"), "0 of 1 pods succeeded"),
        (live("v1", "Pod", status={"conditions": [condition("PodScheduled", "False", message="no GPU")]}), "no GPU"),
        (live("v1", "PersistentVolumeClaim", status={"phase": "Pending"}), "no volume"),
        (live("v1", "Service", spec={"selector": {"app": "a"}}), "no ready pod"),
        (live("v1", "ResourceQuota", spec={"hard": {"pods": "1"}}), "not counted"),
        (live("apiextensions.k8s.io/v1", "CustomResourceDefinition"), "does not serve"),
    ],
)
def test_waiting_says_for_what(thing: Properties, words: str):
    state = readiness(thing, nothing_else)
    assert words in state.waiting_for
    assert not state.failed


def test_what_keeps_replicas_from_starting_is_told():
    refused = condition("ReplicaFailure", message="violates PodSecurity")
    state = readiness(live("apps/v1", "Deployment", status={"conditions": [refused]}), nothing_else)
    assert "violates PodSecurity" in state.waiting_for


@pytest.mark.parametrize(
    "thing",
    [
        live("batch/v1", "Job", status={"conditions": [condition("Failed", message="BackoffLimitExceeded")]}),
        live("v1", "Pod", status={"phase": "Failed", "reason": "Evicted"}),
        live(
            "apps/v1",
            "Deployment",
            status={"conditions": [condition("Progressing", "False", reason="ProgressDeadlineExceeded")]},
        ),
    ],
    ids=lambda thing: f"{thing['kind']}",
)
def test_a_lost_cause_is_not_waited_for(thing: Properties):
    assert readiness(thing, nothing_else).failed


def test_a_claim_that_binds_with_its_first_pod_is_ready_while_pending():
    claim = live("v1", "PersistentVolumeClaim", spec={"storageClassName": "gp3"}, status={"phase": "Pending"})
    assert not readiness(claim, lambda path: BOUND_LATER if path.endswith("/gp3") else None).waiting_for


def test_a_service_is_ready_with_its_first_ready_pod():
    service = live("v1", "Service", spec={"selector": {"app": "a"}})
    assert not readiness(service, lambda _path: READY_ENDPOINT).waiting_for


@pytest.mark.parametrize(
    ("wish", "ready"),
    [
        ("condition=Ready", True),
        ("condition=Ready=False", False),
        ("condition=Scaled", False),
        ("jsonpath={.status.url}", True),
        ("jsonpath={.status.phase}=Done", False),
        ('["condition=Ready", "jsonpath={.status.url}=http://a"]', True),
    ],
)
def test_a_program_may_say_what_to_wait_for(wish: str, *, ready: bool):
    status = {"conditions": [condition("Ready")], "url": "http://a"}
    service = live(
        "serving.kserve.io/v1beta1", "InferenceService", annotations={"pulumi.com/waitFor": wish}, status=status
    )
    assert (not readiness(service, nothing_else).waiting_for) is ready


def test_an_unreadable_wish_is_refused_with_the_two_forms():
    thing = live("v1", "ConfigMap", annotations={"pulumi.com/waitFor": "Ready please"})
    with pytest.raises(ProviderError, match="condition=<type>"):
        readiness(thing, nothing_else)


@pytest.mark.parametrize(
    ("thing", "needs"),
    [
        (live("v1", "Service", spec={"type": "LoadBalancer"}), True),
        (live("networking.k8s.io/v1", "Ingress"), True),
        (live("v1", "Service", spec={"type": "ClusterIP"}), False),
    ],
)
def test_load_balancers_are_known(thing: Properties, *, needs: bool):
    assert needs_load_balancer(thing) is needs
