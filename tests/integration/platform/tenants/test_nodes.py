"""Nodes of tenants of their own: started by Karpenter for their pods, closed to others, and not to be forged."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from components import pool_placement
from components.pool_placement import TENANT as OWN
from tests.integration.platform.checkout import Checkout
from tests.integration.platform.cluster import Cluster
from tests.integration.platform.signed_in import Person
from tests.integration.platform.tenants.place import SHARED, TENANTS, WALLED
from tests.integration.platform.test_platform import pod, restricted

DEADLINE_SECONDS = 90
REFUSED = 403
WAITS = ("wait", "--for=condition=PodScheduled=false", "--timeout=30s")


def models(eight: Cluster) -> dict[str, dict[str, Any]]:
    """The running pod of each tenant's model."""
    listed = eight.objects("pods", "--all-namespaces", "--selector=serving.kserve.io/inferenceservice")
    return {one["metadata"]["namespace"]: one for one in listed if one["status"]["phase"] == "Running"}


@pytest.fixture(scope="module")
def running(eight: Cluster) -> dict[str, dict[str, Any]]:
    """Each tenant's model as it runs."""
    eight.wait(lambda: models(eight).keys() >= TENANTS.keys(), DEADLINE_SECONDS)
    return models(eight)


@pytest.fixture(scope="module")
def nodes(eight: Checkout, running: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The node that each model runs on."""
    by_name = {one["metadata"]["name"]: one for one in eight.objects("nodes")}
    return {name: by_name[one["spec"]["nodeName"]] for name, one in running.items()}


@pytest.mark.parametrize("tenant", WALLED)
def test_karpenter_starts_a_node_for_the_tenants_pods_alone(
    nodes: dict[str, dict[str, Any]], running: dict[str, dict[str, Any]], tenant: str
) -> None:
    node = nodes[tenant]
    labels, name = node["metadata"]["labels"], node["metadata"]["name"]
    assert labels["karpenter.sh/nodepool"] == labels[pool_placement.POOL] == pool_placement.own_pool(tenant)
    assert labels[OWN] == tenant
    taints = [{key: one[key] for key in ("key", "value", "effect")} for one in node["spec"]["taints"]]
    assert taints == pool_placement.taints(pool_placement.own_pool(tenant), tenant, gpus=False)
    assert [other for other, one in nodes.items() if one["metadata"]["name"] == name] == [tenant]
    expected = "gvisor" if TENANTS[tenant].runs_on == "sandboxed" else None
    assert running[tenant]["spec"].get("runtimeClassName") == expected


@pytest.mark.parametrize("tenant", SHARED)
def test_shared_models_run_on_nodes_of_no_tenant(nodes: dict[str, dict[str, Any]], tenant: str) -> None:
    assert OWN not in nodes[tenant]["metadata"]["labels"]


@pytest.fixture
def stranger(eight: Checkout, request: pytest.FixtureRequest) -> Iterator[str]:
    """A namespace in which the test's pod is cleaned up."""
    yield request.param
    eight.kubectl("delete", "pod/stranger", "--namespace", request.param, "--ignore-not-found", "--now")


@pytest.mark.parametrize("stranger", [SHARED[0], "default"], indirect=True)
def test_a_stranger_that_asks_for_a_tenants_node_waits_for_ever(eight: Checkout, stranger: str) -> None:
    """It tolerates all that admission lets through, and its own namespace's rules hold."""
    (tenant, *_), pool = WALLED, pool_placement.own_pool(WALLED[0])
    tolerations = [one for one in pool_placement.tolerations(pool, gpus=False) if one["key"] != OWN]
    spec = {"nodeSelector": {OWN: tenant}, "tolerations": tolerations}
    manifest = pod("stranger", containers=[restricted()], **spec)
    claims = len(eight.objects("nodeclaims"))
    eight.kubectl("apply", "--namespace", stranger, "--filename=-", manifest=manifest)
    eight.kubectl(*WAITS, "--namespace", stranger, "pod/stranger")
    (found,) = eight.objects("pods", "--namespace", stranger, "--field-selector=metadata.name=stranger")
    assert "untolerated taint(s)" in json.dumps(found["status"])
    assert len(eight.objects("nodeclaims")) == claims


@pytest.mark.parametrize("stranger", ["chat"], indirect=True)
def test_a_pod_with_a_gpu_that_does_not_tolerate_the_pool_is_not_scheduled(eight: Checkout, stranger: str) -> None:
    container = restricted(resources={"limits": {"nvidia.com/gpu": "1", "cpu": "100m", "memory": "1Gi"}})
    eight.kubectl(*("apply", "--namespace", stranger, "--filename=-"), manifest=pod("stranger", containers=[container]))
    eight.kubectl(*WAITS, "--namespace", stranger, "pod/stranger")


@pytest.mark.parametrize("claimed", [WALLED[0], WALLED[1]])
def test_a_node_gives_itself_no_tenant(admin: Person, nodes: dict[str, dict[str, Any]], claimed: str) -> None:
    name = nodes[SHARED[0]]["metadata"]["name"]
    kubelet = {"Impersonate-User": f"system:node:{name}", "Impersonate-Group": "system:nodes"}
    path = f"/api/v1/nodes/{name}?dryRun=All"
    refused = admin.asks("PATCH", path, {"metadata": {"labels": {OWN: claimed}}}, **kubelet)
    assert refused.status == REFUSED
    assert f"is not allowed to modify labels: {OWN}" in refused.json()["message"]
    assert admin.asks("PATCH", path, {"metadata": {"labels": {"harmless": "1"}}}, **kubelet).status == 200
