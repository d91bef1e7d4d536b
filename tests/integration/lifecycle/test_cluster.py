"""The control plane of a running sandbox."""

import http.client
import json
import os
import signal
import ssl

import pytest

from sandbox.report import Record, State, load
from tests.integration.lifecycle.clone import Clone

pytestmark = pytest.mark.integration
GPU = {"nvidia.com/gpu": "1"}
TAINT = {"key": "nvidia.com/gpu", "value": "true", "effect": "NoSchedule"}


def node(name: str) -> dict[str, object]:
    capacity = {"cpu": "8", "memory": "32Gi", "pods": "58", **GPU}
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": {"kubernetes.io/hostname": name}},
        "spec": {"taints": [TAINT]},
        "status": {"capacity": capacity, "allocatable": capacity},
    }


def gpu_pod(name: str) -> dict[str, object]:
    container = {"name": "model", "image": "model", "resources": {"limits": GPU}}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"containers": [container]}}


@pytest.mark.parametrize("path", ["/", "/version", "/readyz", "/api/v1/namespaces"])
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer guessed"}])
def test_nobody_gets_in_without_a_certificate(running: Clone, path: str, headers: dict[str, str]) -> None:
    record = load(running.layout.record, Record)
    assert record
    context = ssl.create_default_context(cafile=str(running.layout.kubernetes / "pki" / "ca.crt"))
    connection = http.client.HTTPSConnection("127.0.0.1", record.ports["kubernetes"], context=context, timeout=10)
    connection.request("GET", path, headers=headers)
    assert connection.getresponse().status == http.client.UNAUTHORIZED
    connection.close()


def test_a_certificate_of_the_cluster_does_not_open_etcd(running: Clone) -> None:
    record = load(running.layout.record, Record)
    assert record
    pki = running.layout.kubernetes / "pki"
    context = ssl.create_default_context(cafile=str(pki / "etcd-ca.crt"))
    context.load_cert_chain(pki / "admin.crt", pki / "admin.key")
    connection = http.client.HTTPSConnection("127.0.0.1", record.ports["etcd"], context=context, timeout=10)
    # TLS 1.3: the refusal comes after the client's handshake, as an alert or, while the client still writes, as an end.
    with pytest.raises((ssl.SSLError, ConnectionError)):  # noqa: PT012 - either call may be the one that is refused
        connection.request("GET", "/version")
        connection.getresponse()


def test_every_process_listens_on_loopback_only(running: Clone) -> None:
    listening = [
        connection.laddr
        for process in running.processes()
        for connection in process.net_connections()
        if connection.status == "LISTEN"
    ]
    assert len(listening) >= 7
    assert {address.ip for address in listening} == {"127.0.0.1"}


def test_the_real_scheduler_places_a_gpu_pod_and_leaves_the_second_pending(running: Clone) -> None:
    running.kubectl("apply", "-f", "-", manifest=node("gpu"))
    running.kubectl("wait", "--for=condition=Ready", "node/gpu", "--timeout=30s")
    running.kubectl("wait", "--for=create", "serviceaccount/default", "--timeout=30s")
    running.kubectl("apply", "-f", "-", manifest=gpu_pod("first"))
    running.kubectl("wait", "--for=condition=Ready", "pod/first", "--timeout=30s")
    running.kubectl("apply", "-f", "-", manifest=gpu_pod("second"))
    running.kubectl("wait", "--for=condition=PodScheduled=false", "pod/second", "--timeout=30s")
    assert running.kubectl("get", "pod", "first", "-o=jsonpath={.spec.nodeName}") == "gpu"
    # ExtendedResourceToleration, as on EKS: the pod never mentioned the taint.
    tolerations = json.loads(running.kubectl("get", "pod", "first", "-o=jsonpath={.spec.tolerations}"))
    assert {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"} in tolerations


@pytest.mark.parametrize(
    ("policy", "verb", "resource", "answer"),
    [
        ("cluster-admin", "delete", "nodes", "yes"),
        ("admin", "create", "rolebindings", "yes"),
        ("admin", "delete", "nodes", "no"),
        ("edit", "create", "deployments", "yes"),
        ("edit", "create", "rolebindings", "no"),
        ("view", "list", "pods", "yes"),
        ("view", "get", "secrets", "no"),
    ],
)
def test_the_groups_of_eks_access_policies_have_their_rights(
    running: Clone, policy: str, verb: str, resource: str, answer: str
) -> None:
    who = ("--as=someone", f"--as-group=eks:access-policy:{policy}")
    assert running.kubectl("auth", "can-i", verb, resource, *who, check=False) == answer


@pytest.mark.parametrize("name", ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"])
def test_a_killed_part_of_the_control_plane_comes_back_with_its_state(running: Clone, name: str) -> None:
    running.kubectl("create", "namespace", f"before-{name}")
    killed = running.process(name).pid
    assert killed
    os.kill(killed, signal.SIGKILL)
    running.wait(lambda _: running.process(name).restarts == 1 and running.process(name).state == State.READY)
    running.wait(lambda _: bool(running.kubectl("get", "namespace", f"before-{name}", check=False)))
    assert running.status.is_ready
    assert "SIGKILL" in running.process(name).reason
