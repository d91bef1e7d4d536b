"""A platform in a VPC that somebody else made: it makes nothing of the VPC itself."""

from pathlib import Path

import pytest

from stacks import platform
from tests.recording import Recording, record
from tests.stacks.settings_text import changed, load

LINE = "vpc_cidr: 10.20.0.0/16"
NODES, PODS, ENDPOINTS = (
    [f"subnet-{digit * 17}" for digit in "12"],
    [f"subnet-{digit * 17}" for digit in "34"],
    f"subnet-{'5' * 17}",
)


def moved_in(directory: Path, endpoints: str = "[s3]") -> Recording:
    given = (
        f"{{vpc_id: vpc-{'0' * 17}, private_subnet_ids: [{', '.join(NODES)}], pod_subnet_ids: [{', '.join(PODS)}], "
        f"endpoint_subnets: {{{ENDPOINTS}: 10.20.9.0/24}}}}"
    )
    text = changed(LINE, f"{LINE}\n  existing: {given}")
    settings = load(directory, changed("interface_endpoints: [s3]", f"interface_endpoints: {endpoints}", text))
    return record(lambda: platform.deploy(settings))


@pytest.fixture
def recorded(tmp_path: Path) -> Recording:
    return moved_in(tmp_path)


def test_nothing_of_the_vpc_is_made(recorded: Recording) -> None:
    of_vpcs = {
        "Vpc",
        "Subnet",
        "Route",
        "RouteTable",
        "NatGateway",
        "InternetGateway",
        "FlowLog",
        "DefaultSecurityGroup",
    }
    assert not {resource.type.split(":")[-1] for resource in recorded.resources} & of_vpcs


def test_the_cluster_and_its_nodes_are_in_the_given_subnets(recorded: Recording) -> None:
    (cluster,) = recorded.of_type("aws:eks/cluster:Cluster")
    assert cluster.props["vpcConfig"]["subnetIds"] == NODES
    assert recorded.named("system-nodes-node-group").props["subnetIds"] == NODES


def test_pods_are_in_the_given_subnets(recorded: Recording) -> None:
    configs = recorded.of_type("kubernetes:crd.k8s.amazonaws.com/v1alpha1:ENIConfig")
    assert {each.props["metadata"]["name"]: each.props["spec"]["subnet"] for each in configs} == dict(
        zip(("eu-west-1a", "eu-west-1b"), PODS, strict=True)
    )


def test_tenants_reach_the_given_endpoints_only(recorded: Recording) -> None:
    policy = recorded.named("tenant-iris-firewall-to-endpoints")
    (rule,) = policy.props["spec"]["egress"]
    assert [peer["ipBlock"]["cidr"] for peer in rule["to"]] == ["10.20.9.0/24"]


def test_endpoints_that_the_vpc_lacks_are_made_there_and_routes_are_left_alone(recorded: Recording) -> None:
    (endpoint,) = recorded.of_type("aws:ec2/vpcEndpoint:VpcEndpoint")
    assert (endpoint.props["vpcEndpointType"], endpoint.props["subnetIds"]) == ("Interface", [ENDPOINTS])


def test_a_vpc_that_has_all_endpoints_gets_none(tmp_path: Path) -> None:
    assert not moved_in(tmp_path, "[]").of_type("aws:ec2/vpcEndpoint:VpcEndpoint")
