"""Models become ready by the controller that serves them in production."""

from typing import get_args

from stacks.model import Model
from tests.integration.platform.cluster import Cluster


def test_the_tenants_model_becomes_ready(dev: Cluster) -> None:
    def ready() -> bool:
        (model,) = dev.objects("inferenceservices", "--namespace=iris")
        conditions = model.get("status", {}).get("conditions", [])
        return {one["type"]: one["status"] for one in conditions}.get("Ready") == "True"

    dev.wait(ready)


def test_the_model_is_reached_through_the_platforms_gateway(dev: Cluster) -> None:
    routes = dev.objects("httproutes", "--namespace=iris")
    assert routes
    for route in routes:
        (parent,) = route["spec"]["parentRefs"]
        assert (parent["namespace"], parent["name"]) == ("kserve", "kserve-ingress-gateway")


def test_every_format_of_the_settings_has_a_runtime(dev: Cluster) -> None:
    served = {
        one["name"]
        for runtime in dev.objects("clusterservingruntimes")
        for one in runtime["spec"].get("supportedModelFormats", [])
        if one.get("autoSelect")
    }
    assert set(get_args(Model.model_fields["format"].annotation)) <= served
