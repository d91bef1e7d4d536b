"""Model serving: the gateway that calls come through."""

from components.model_serving import ModelServing
from tests.components.support import record_component


def test_the_internet_does_not_reach_the_gateways_load_balancer() -> None:
    recorded = record_component(lambda opts: ModelServing("serving", {"domain": "models.example.com"}, opts))
    proxies, gateway_class = recorded.named("serving-proxies").props, recorded.named("serving-gateway-class").props
    annotations = proxies["spec"]["provider"]["kubernetes"]["envoyService"]["annotations"]
    assert annotations["service.beta.kubernetes.io/aws-load-balancer-internal"] == "true"
    named = gateway_class["spec"]["parametersRef"]
    assert (named["kind"], named["name"], named["namespace"]) == (
        proxies["kind"],
        proxies["metadata"]["name"],
        proxies["metadata"]["namespace"],
    )
