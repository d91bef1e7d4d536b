"""Calls between tenants, to services and from the gateway: each a policy of its own, each exactly what was named."""

from typing import Any

import pytest

from components.tenant import Tenant, TenantArgs
from components.tenant_calls import ServiceFlow
from tests.components.support import named, record_component
from tests.components.tenants import ARGS
from tests.recording import Recording

STORE: ServiceFlow = {
    "service_name": "feature-store",
    "description": "Features of customers",
    "namespace": "feast",
    "labels": {"app": "feast"},
    "ports": [6566, 6567],
}


def tenant(**changes: Any) -> Recording:
    args: TenantArgs = {**ARGS, **changes}  # pyright: ignore[reportAssignmentType]
    return record_component(lambda opts: Tenant("tenant", args, opts))


@pytest.fixture(scope="module")
def caller() -> Recording:
    cache: ServiceFlow = {**STORE, "service_name": "cache", "kubernetes_service": "redis"}
    return tenant(calls=["wine-list"], services=[STORE, cache])


@pytest.fixture(scope="module")
def called() -> Recording:
    return tenant(called_by=["ranker"])


def policies(recording: Recording) -> dict[str, Any]:
    return {each["metadata"]["name"]: each["spec"] for each in named(recording, "NetworkPolicy").values()}


def model(recording: Recording) -> Any:
    return recording.named("tenant-model-inference-service").props


def peer(namespace: str, **labels: str) -> dict[str, Any]:
    by_name = {"matchLabels": {"kubernetes.io/metadata.name": namespace}}
    return {"namespaceSelector": by_name, "podSelector": {"matchLabels": labels}}


def test_a_caller_reaches_the_serving_pods_of_the_other_at_their_own_port(caller: Recording) -> None:
    policy = policies(caller)["to-tenant-wine-list"]
    assert policy["podSelector"] == {"matchLabels": {"app": "isvc.iris-predictor"}}
    assert policy["policyTypes"] == ["Egress"]
    assert policy["egress"] == [
        {"to": [peer("wine-list", app="isvc.wine-list-predictor")], "ports": [{"protocol": "TCP", "port": 8080.0}]}
    ]


def test_the_other_lets_in_the_serving_pods_of_its_caller_only(called: Recording) -> None:
    policy = policies(called)["from-tenant-ranker"]
    assert policy["podSelector"] == {"matchLabels": {"app": "isvc.iris-predictor"}}
    assert policy["policyTypes"] == ["Ingress"]
    assert policy["ingress"] == [
        {"from": [peer("ranker", app="isvc.ranker-predictor")], "ports": [{"protocol": "TCP", "port": 8080.0}]}
    ]


def test_who_does_not_list_the_gateway_has_neither_its_policy_nor_a_route(called: Recording) -> None:
    assert "from-gateway" not in policies(called)
    assert model(called)["metadata"]["labels"]["networking.kserve.io/visibility"] == "cluster-local"


def test_nobody_calls_a_model_that_lists_nobody() -> None:
    spec = policies(tenant(called_by=[]))
    assert [name for name, policy in spec.items() if policy.get("ingress")] == []


def test_the_gateway_calls_and_routes_to_a_model_by_default(caller: Recording) -> None:
    assert "from-gateway" in policies(caller)
    assert "networking.kserve.io/visibility" not in model(caller)["metadata"]["labels"]


def test_a_service_is_reached_at_its_pods_and_ports_only(caller: Recording) -> None:
    policy = policies(caller)["to-service-feature-store"]
    ports = [{"protocol": "TCP", "port": port} for port in (6566.0, 6567.0)]
    assert policy["egress"] == [{"to": [peer("feast", app="feast")], "ports": ports}]


def test_the_model_is_told_where_to_call(caller: Recording) -> None:
    variables = {one["name"]: one["value"] for one in model(caller)["spec"]["predictor"]["model"]["env"]}
    assert variables == {
        "HOME": "/scratch",
        "TMPDIR": "/scratch",
        "CALL_WINE_LIST_URL": "http://wine-list-predictor.wine-list.svc.cluster.local",
        "SERVICE_FEATURE_STORE_HOST": "feature-store.feast.svc.cluster.local",
        "SERVICE_FEATURE_STORE_PORT": "6566",
        "SERVICE_CACHE_HOST": "redis.feast.svc.cluster.local",
        "SERVICE_CACHE_PORT": "6566",
    }
