"""A model with several replicas keeps serving while nodes are drained, and holds no drain up for ever."""

from typing import Any

from components.model_endpoint import ModelEndpoint, ModelEndpointArgs, ModelSize
from tests.components.support import named, record_component


def budgets(replicas: tuple[int, int] | None) -> dict[str, Any]:
    size: ModelSize = {"cpu": "1", "memory": "1Gi"}
    if replicas:
        size["min_replicas"], size["max_replicas"] = replicas
    args: ModelEndpointArgs = {
        "namespace": "iris",
        "model_name": "flowers",
        "model_format": "sklearn",
        "storage_uri": "s3://models/iris/v1",
        "service_account": "iris-model",
        "size": size,
    }
    return named(record_component(lambda opts: ModelEndpoint("model", args, opts)), "PodDisruptionBudget")


def test_a_drain_takes_one_replica_at_a_time() -> None:
    (budget,) = budgets((2, 4)).values()
    assert budget["metadata"] == {"name": "flowers", "namespace": "iris"}
    assert budget["spec"]["maxUnavailable"] == 1
    assert budget["spec"]["selector"] == {"matchLabels": {"app": "isvc.flowers-predictor"}}


def test_a_replica_that_does_not_answer_holds_up_no_drain() -> None:
    (budget,) = budgets((2, 2)).values()
    assert budget["spec"]["unhealthyPodEvictionPolicy"] == "AlwaysAllow"


def test_a_single_replica_can_be_kept_by_no_budget() -> None:
    assert budgets((1, 4)) == {}
    assert budgets(None) == {}
