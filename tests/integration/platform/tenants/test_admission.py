"""What the Kubernetes API refuses in the namespace of each tenant, whatever its data class and whoever asks."""

from typing import Any

import pytest
import urllib3

from components.pool_placement import TENANT as OWN
from tests.integration.platform.signed_in import Person
from tests.integration.platform.tenants.place import SHARED, TENANTS, WALLED, placed
from tests.integration.platform.test_platform import pod, restricted

CREATED, REFUSED = 201, 403
MUCH = {"cpu": "2000", "memory": "1Gi"}
GPUS = {"nvidia.com/gpu": "3"}
SERVICES: list[dict[str, Any]] = [{"type": "LoadBalancer"}, {"type": "NodePort"}, {"externalIPs": ["192.0.2.1"]}]


def post(admin: Person, kind: str, namespace: str, body: dict[str, Any]) -> urllib3.BaseHTTPResponse:
    return admin.asks("POST", f"/api/v1/namespaces/{namespace}/{kind}?dryRun=All", body)


def refusal(answer: urllib3.BaseHTTPResponse) -> str:
    said: Any = answer.json()
    assert answer.status == REFUSED, said
    return said["message"]


def test_all_data_classes_runtimes_and_stores_are_among_them() -> None:
    assert len(TENANTS) == 8
    assert {one.data_class for one in TENANTS.values()} == {"public", "internal", "confidential", "restricted"}
    assert {one.runs_on for one in TENANTS.values()} == {"shared", "dedicated", "sandboxed"}


@pytest.mark.parametrize("tenant", TENANTS)
def test_a_pod_in_its_place_is_let_in_with_the_tenants_limits(admin: Person, tenant: str) -> None:
    answer = post(admin, "pods", tenant, pod("pod", containers=[restricted()], **placed(tenant)))
    made: Any = answer.json()
    assert answer.status == CREATED, made
    (container,) = made["spec"]["containers"]
    disk = TENANTS[tenant].ephemeral_gib // TENANTS[tenant].quota.pods
    assert container["resources"]["limits"] == {"cpu": "1", "memory": "1Gi", "ephemeral-storage": f"{disk}Gi"}


@pytest.mark.parametrize("tenant", TENANTS)
@pytest.mark.parametrize(
    ("spec", "container", "why"),
    [
        ({}, {"securityContext": {"privileged": True}}, "privileged"),
        ({}, {"securityContext": {}}, "allowPrivilegeEscalation"),
        ({"hostNetwork": True}, {}, "host namespaces"),
        ({"volumes": [{"name": "node", "hostPath": {"path": "/"}}]}, {}, "hostPath"),
    ],
    ids=["privileged", "careless", "host network", "host path"],
)
def test_a_pod_that_reaches_for_its_node_is_refused(
    admin: Person, tenant: str, spec: dict[str, Any], container: dict[str, Any], why: str
) -> None:
    body = pod("pod", containers=[restricted(**container)], **placed(tenant, **spec))
    said = refusal(post(admin, "pods", tenant, body))
    assert 'violates PodSecurity "restricted:v1.36"' in said
    assert why in said


@pytest.mark.parametrize("tenant", TENANTS)
@pytest.mark.parametrize("much", [MUCH, GPUS], ids=["CPUs", "GPUs"])
def test_a_pod_over_the_quota_is_refused(admin: Person, tenant: str, much: dict[str, str]) -> None:
    container = restricted(resources={"requests": much, "limits": much})
    said = refusal(post(admin, "pods", tenant, pod("pod", containers=[container], **placed(tenant))))
    assert "exceeded quota: tenant" in said
    assert next(iter(much)) in said


@pytest.mark.parametrize("tenant", TENANTS)
def test_a_volume_beside_the_quota_is_refused(admin: Person, tenant: str) -> None:
    spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
    claim = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "disk"}, "spec": spec}
    assert "exceeded quota: tenant" in refusal(post(admin, "persistentvolumeclaims", tenant, claim))


@pytest.mark.parametrize("tenant", TENANTS)
@pytest.mark.parametrize("spec", SERVICES, ids=lambda spec: next(iter(spec.values())))
def test_a_service_that_goes_past_the_gateway_is_refused(admin: Person, tenant: str, spec: dict[str, Any]) -> None:
    body = {"metadata": {"name": "open"}, "spec": {"ports": [{"port": 80}], "selector": {"app": "x"}} | spec}
    assert "reached inside the cluster only" in refusal(post(admin, "services", tenant, body))


@pytest.mark.parametrize("tenant", TENANTS)
@pytest.mark.parametrize(
    ("spec", "rule"),
    [
        ({"tolerations": [{"operator": "Exists"}]}, "tolerations must name a key"),
        ({"tolerations": [{"key": OWN, "operator": "Exists"}]}, "no other tenant's nodes"),
        ({"tolerations": [{"key": OWN, "value": "somebody"}]}, "no other tenant's nodes"),
        ({"nodeName": "somewhere"}, "drop nodeName"),
    ],
    ids=["everything", "every tenant's nodes", "another tenant's nodes", "a node by name"],
)
def test_a_pod_that_leaves_its_place_is_refused(admin: Person, tenant: str, spec: dict[str, Any], rule: str) -> None:
    body = pod("pod", containers=[restricted()], **placed(tenant, **spec))
    assert rule in refusal(post(admin, "pods", tenant, body))


@pytest.mark.parametrize("tenant", WALLED)
@pytest.mark.parametrize("selector", [{}, {OWN: SHARED[0]}], ids=["nowhere", "elsewhere"])
def test_a_pod_of_secret_data_runs_on_its_tenants_nodes_only(
    admin: Person, tenant: str, selector: dict[str, str]
) -> None:
    body = pod("pod", containers=[restricted()], **placed(tenant, nodeSelector=selector))
    assert "run on its own nodes" in refusal(post(admin, "pods", tenant, body))


@pytest.mark.parametrize("tenant", [name for name, one in TENANTS.items() if one.runs_on == "sandboxed"])
def test_a_pod_of_restricted_data_runs_in_its_sandbox_only(admin: Person, tenant: str) -> None:
    body = pod("pod", containers=[restricted()], **placed(tenant, runtimeClassName=None))
    assert "run in a sandboxed runtime: set runtimeClassName to gvisor" in refusal(post(admin, "pods", tenant, body))
