"""Network: private by default, one way out at most, endpoints and pods in subnets of their own."""

import pytest

from components.network import Network, NetworkArgs
from tests.components.support import named, record_component
from tests.recording import RecordedResource, Recording

ZONES = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
PODS = "100.64.0.0/16"


def network(**changes: object) -> Recording:
    args: NetworkArgs = {"vpc_cidr": "10.0.0.0/16", "zones": ZONES, "cluster_name": "ml-dev"}
    return record_component(lambda opts: Network("network", {**args, **changes}, opts))  # pyright: ignore[reportArgumentType]


def of_kind(recorded: Recording, kind: str) -> list[str]:
    return [name for name in named(recorded, "Subnet") if name.startswith(f"network-{kind}-")]


def tables_of(recorded: Recording, kind: str) -> dict[str, str]:
    """URN of the route table of each subnet of a kind, by the association's name."""
    found = [r for r in recorded.resources if r.type.endswith("Association") and "routeTableId" in r.props]
    return {r.name: r.property_dependencies["routeTableId"][0] for r in found if r.name.startswith(f"network-{kind}-")}


def routes_in(recorded: Recording, table: str) -> list[RecordedResource]:
    routes = recorded.of_type("aws:ec2/route:Route")
    assert routes
    return [route for route in routes if table in route.property_dependencies["routeTableId"]]


def test_no_subnet_gives_out_public_addresses() -> None:
    subnets = named(network(pod_cidr=PODS), "Subnet").values()
    assert [subnet["mapPublicIpOnLaunch"] for subnet in subnets] == [False] * 15


def test_the_default_security_group_is_closed() -> None:
    (group,) = named(network(), "DefaultSecurityGroup").values()
    assert (group["ingress"], group["egress"]) == ([], [])


@pytest.mark.parametrize(("nat", "gateways", "routes"), [("none", 0, 0), ("single", 1, 3), ("per_zone", 3, 3)])
def test_nat_is_none_or_single_or_one_per_zone(nat: str, gateways: int, routes: int) -> None:
    recorded = network(nat=nat)
    assert len(named(recorded, "NatGateway")) == len(of_kind(recorded, "egress")) == gateways
    assert len([name for name in named(recorded, "Route") if name.startswith("network-private-")]) == routes


def test_a_new_nat_gateway_waits_until_the_old_one_has_let_go_of_the_address() -> None:
    gateways = network(nat="single").of_type("aws:ec2/natGateway:NatGateway")
    assert [gateway.options.delete_before_replace for gateway in gateways] == [True]


def test_nat_gateways_share_no_subnet_with_load_balancers() -> None:
    recorded = network()
    places = {
        gateway.property_dependencies["subnetId"][0] for gateway in recorded.of_type("aws:ec2/natGateway:NatGateway")
    }
    assert {urn.split("::")[-1] for urn in places} == set(of_kind(recorded, "egress"))


def test_only_public_subnets_are_routed_to_the_internet_gateway() -> None:
    routes = named(network(), "Route")
    assert [name for name, route in routes.items() if "gatewayId" in route] == ["network-public-internet"]


def test_endpoint_subnets_have_no_way_out() -> None:
    recorded = network()
    (table,) = set(tables_of(recorded, "endpoint").values())
    assert not routes_in(recorded, table)


def test_karpenter_and_load_balancers_find_their_subnets_by_tag() -> None:
    for name, subnet in named(network(pod_cidr=PODS), "Subnet").items():
        tags = subnet["tags"]
        assert (tags.get("karpenter.sh/discovery") == "ml-dev") == ("private" in name)
        assert ("kubernetes.io/role/internal-elb" in tags) == ("private" in name)
        assert ("kubernetes.io/role/elb" in tags) == ("public" in name)


def test_without_a_pod_range_there_are_no_subnets_for_pods() -> None:
    recorded = network()
    assert of_kind(recorded, "pod") == []
    assert not recorded.of_type("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation")


def test_pods_have_a_subnet_in_each_zone_and_the_nodes_routes() -> None:
    recorded = network(pod_cidr=PODS)
    assert len(of_kind(recorded, "pod")) == 3
    pods, nodes = tables_of(recorded, "pod"), tables_of(recorded, "private")
    assert list(pods.values()) == list(nodes.values())


def test_subnets_of_pods_wait_for_their_range() -> None:
    recorded = network(pod_cidr=PODS)
    for name in of_kind(recorded, "pod"):
        (source,) = recorded.named(name, "aws:ec2/subnet:Subnet").property_dependencies["vpcId"]
        assert source.endswith("::network-pod-range")
