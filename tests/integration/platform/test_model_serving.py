"""Models become ready, and wrong ones are refused, by the controller that serves them in production."""

from typing import Any, get_args

import pytest

from stacks.model import Model
from tests.integration.controllers.cluster import Cluster


def test_the_tenants_model_becomes_ready(cluster: Cluster) -> None:
    def ready() -> bool:
        (model,) = cluster.objects("inferenceservices", "--namespace=iris")
        conditions = model.get("status", {}).get("conditions", [])
        return {one["type"]: one["status"] for one in conditions}.get("Ready") == "True"

    cluster.wait(ready)


def test_the_model_is_reached_through_the_platforms_gateway(cluster: Cluster) -> None:
    routes = cluster.objects("httproutes", "--namespace=iris")
    assert routes
    for route in routes:
        (parent,) = route["spec"]["parentRefs"]
        assert (parent["namespace"], parent["name"]) == ("kserve", "kserve-ingress-gateway")


def test_every_format_of_the_settings_has_a_runtime(cluster: Cluster) -> None:
    served = {
        one["name"]
        for runtime in cluster.objects("clusterservingruntimes")
        for one in runtime["spec"].get("supportedModelFormats", [])
        if one.get("autoSelect")
    }
    assert set(get_args(Model.model_fields["format"].annotation)) <= served


@pytest.mark.parametrize(
    ("predictor", "says"),
    [
        ({"modle": {}}, 'unknown field "spec.predictor.modle"'),
        ({"minReplicas": "many"}, "minReplicas"),
        ({"minReplicas": 5, "maxReplicas": 2}, "'MinReplicas' cannot be greater than MaxReplicas"),
    ],
    ids=["unknown field", "wrong type", "more replicas than the most"],
)
def test_a_wrong_inference_service_is_refused(cluster: Cluster, predictor: dict[str, Any], says: str) -> None:
    assert says in cluster.apply(cluster.service("wrong", **predictor))


def test_a_refusal_reaches_the_user_through_pulumi(cluster: Cluster) -> None:
    said = cluster.program(cluster.service("wrong", minReplicas=5, maxReplicas=2))
    assert "inferenceservice.kserve-webhook-server.validator" in said
    assert "'MinReplicas' cannot be greater than MaxReplicas" in said
    assert "Traceback" not in said
