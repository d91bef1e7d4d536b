"""Network: private by default, one way out at most, endpoints in subnets of their own."""

import pytest

from components.network import Network, NetworkArgs
from tests.components.support import named, record_component
from tests.recording import Recording

ZONES = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]


def network(**changes: object) -> Recording:
    args: NetworkArgs = {"vpc_cidr": "10.0.0.0/16", "zones": ZONES, "cluster_name": "ml-dev"}
    return record_component(lambda opts: Network("network", {**args, **changes}, opts))  # pyright: ignore[reportArgumentType]


def test_no_subnet_gives_out_public_addresses() -> None:
    assert [subnet["mapPublicIpOnLaunch"] for subnet in named(network(), "Subnet").values()] == [False] * 9


def test_the_default_security_group_is_closed() -> None:
    (group,) = named(network(), "DefaultSecurityGroup").values()
    assert (group["ingress"], group["egress"]) == ([], [])


@pytest.mark.parametrize(("nat", "gateways", "routes"), [("none", 0, 0), ("single", 1, 3), ("per_zone", 3, 3)])
def test_nat_is_none_or_single_or_one_per_zone(nat: str, gateways: int, routes: int) -> None:
    recorded = network(nat=nat)
    assert len(named(recorded, "NatGateway")) == gateways
    assert len([name for name in named(recorded, "Route") if name.startswith("network-private-")]) == routes


def test_only_public_subnets_are_routed_to_the_internet_gateway() -> None:
    routes = named(network(), "Route")
    assert [name for name, route in routes.items() if "gatewayId" in route] == ["network-public-internet"]


def test_endpoint_subnets_have_no_way_out() -> None:
    recorded = network()
    (table,) = {
        dependency
        for resource in recorded.resources
        if resource.name.startswith("network-endpoint-") and resource.type.endswith("RouteTableAssociation")
        for dependency in resource.property_dependencies["routeTableId"]
    }
    routes = recorded.of_type("aws:ec2/route:Route")
    assert routes
    assert not [route for route in routes if table in route.property_dependencies["routeTableId"]]


def test_karpenter_and_load_balancers_find_their_subnets_by_tag() -> None:
    for name, subnet in named(network(), "Subnet").items():
        tags = subnet["tags"]
        assert (tags.get("karpenter.sh/discovery") == "ml-dev") == ("private" in name)
        assert ("kubernetes.io/role/internal-elb" in tags) == ("private" in name)
        assert ("kubernetes.io/role/elb" in tags) == ("public" in name)
