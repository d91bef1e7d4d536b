"""Model serving: the gateway that calls come through, and who makes its load balancer."""

import json
from typing import Any

import pytest

from components.load_balancer_controller import LoadBalancerController
from components.load_balancer_permissions import controller
from components.model_gateway import ModelGateway, ModelGatewayArgs
from tests.components.support import record_component
from tests.recording import Recording

PREFIX = "service.beta.kubernetes.io/aws-load-balancer-"
CLUSTER = "mlplatform-dev"


def gateway(*, deletion_protection: bool | None = None) -> Recording:
    args: ModelGatewayArgs = {"subnet_ids": ["subnet-a", "subnet-b"], "client_cidrs": ["10.0.0.0/16"]}
    if deletion_protection is not None:
        args["deletion_protection"] = deletion_protection
    return record_component(lambda opts: ModelGateway("gateway", args, opts))


def service(recorded: Recording) -> dict[str, Any]:
    return recorded.named("gateway-proxies").props["spec"]["provider"]["kubernetes"]["envoyService"]


def statements() -> dict[str, dict[str, Any]]:
    policy = json.loads(controller("aws", "eu-west-1", "123456789012", CLUSTER))
    return {each["Sid"]: each for each in policy["Statement"]}


def test_the_load_balancer_is_internal_leads_to_pods_and_lets_only_clients_in() -> None:
    asked = service(gateway())
    assert asked["loadBalancerClass"] == "service.k8s.aws/nlb"
    assert asked["loadBalancerSourceRanges"] == ["10.0.0.0/16"]
    assert asked["allocateLoadBalancerNodePorts"] is False
    assert {name.removeprefix(PREFIX): value for name, value in asked["annotations"].items()} == {
        "scheme": "internal",
        "nlb-target-type": "ip",
        "subnets": "subnet-a,subnet-b",
        "attributes": "deletion_protection.enabled=true",
    }


def test_the_load_balancer_of_dev_can_be_deleted() -> None:
    annotations = service(gateway(deletion_protection=False))["annotations"]
    assert annotations[f"{PREFIX}attributes"] == "deletion_protection.enabled=false"


def test_the_gateways_class_uses_these_proxies() -> None:
    recorded = gateway()
    proxies, gateway_class = recorded.named("gateway-proxies").props, recorded.named("gateway-class").props
    named = gateway_class["spec"]["parametersRef"]
    assert (named["kind"], named["name"], named["namespace"]) == (
        proxies["kind"],
        proxies["metadata"]["name"],
        proxies["metadata"]["namespace"],
    )


def installed() -> Recording:
    return record_component(
        lambda opts: LoadBalancerController(
            "load-balancers",
            {
                "cluster_name": CLUSTER,
                "cluster_arn": f"arn:aws:eks:eu-west-1:123456789012:cluster/{CLUSTER}",
                "partition": "aws",
                "region": "eu-west-1",
                "account_id": "123456789012",
                "vpc_id": "vpc-1",
                "tags": {"owner": "ml"},
            },
            opts,
        )
    )


def test_the_controller_needs_no_metadata_service_and_survives_the_loss_of_a_node() -> None:
    values = installed().named("load-balancers-controller").props["values"]
    assert (values["clusterName"], values["region"], values["vpcId"]) == (CLUSTER, "eu-west-1", "vpc-1")
    assert values["replicaCount"] == 2
    assert values["podDisruptionBudget"] == {"maxUnavailable": 1}
    assert values["defaultTags"] == {"owner": "ml"}


def test_services_can_be_made_while_the_controller_is_away() -> None:
    assert installed().named("load-balancers-controller").props["values"]["enableServiceMutatorWebhook"] is False


def test_only_the_controllers_pods_get_its_role() -> None:
    association = installed().named("load-balancers-identity-association").props
    assert (association["namespace"], association["serviceAccount"]) == ("kube-system", "aws-load-balancer-controller")


@pytest.mark.parametrize(
    "sid", sorted(statements().keys() - {"LookAtThisRegion", "PutGroupsInAVpc", "HaveTheServicesRoleMade"})
)
def test_the_controller_changes_nothing_of_another_cluster(sid: str) -> None:
    equal = statements()[sid]["Condition"]["StringEquals"]
    assert CLUSTER in equal.values() or f"aws:ResourceTag/kubernetes.io/cluster/{CLUSTER}" in equal


def test_the_controller_makes_no_public_application_load_balancer_and_touches_no_certificates_or_walls() -> None:
    text = json.dumps(list(statements().values()))
    assert "loadbalancer/app" not in text
    for service_prefix in ("acm:", "waf", "shield:", "cognito-idp:"):
        assert service_prefix not in text


def test_the_mark_of_a_cluster_cannot_be_put_on_other_things_or_taken_off() -> None:
    for sid in ("TagOwnGroups", "TagOwnLoadBalancers"):
        assert statements()[sid]["Condition"]["Null"] == {"aws:RequestTag/elbv2.k8s.aws/cluster": "true"}
