"""Security groups in the verdict: what they close although network policies allow it, and what they leave open."""

from ipaddress import ip_network
from typing import Any

import pytest

from reachability import ports
from reachability.network import Addresses, Namespace, Pod, Side
from reachability.ports import Ports
from reachability.resources import UNKNOWN, Resource
from reachability.security_groups import SecurityGroups

SUBNETS = {
    "private": (ip_network("10.0.0.0/18"),),
    "endpoint": (ip_network("10.0.64.0/24"),),
    "pod": (ip_network("100.64.0.0/16"),),
}
POD, NEIGHBOUR = Pod(Namespace("iris", {})), Pod(Namespace("wine", {}))
ENDPOINTS, NODES = Addresses(SUBNETS["endpoint"]), Addresses(SUBNETS["private"])
INTERNET = Addresses((ip_network("0.0.0.0/0"),))
CLUSTER = "urn:cluster"


def resource(kind: str, name: str, sources: dict[str, str] | None = None, /, **values: Any) -> Resource:
    return Resource(
        kind, f"urn:{name}", values, {key: frozenset({f"urn:{one}"}) for key, one in (sources or {}).items()}
    )


def cluster() -> Resource:
    return resource("aws:eks/cluster:Cluster", "cluster")


def group(name: str, **values: Any) -> Resource:
    return resource("aws:ec2/securityGroup:SecurityGroup", name, id=f"sg-{name}", **values)


def rule(direction: str, of: str, **values: Any) -> Resource:
    kind = f"SecurityGroup{direction}Rule"
    token = f"aws:vpc/securityGroup{direction}Rule:{kind}"
    return resource(token, f"{of}-{direction}-{len(values)}", {"securityGroupId": of}, **values)


def endpoint(*groups: str) -> Resource:
    return resource("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint", securityGroupIds=[f"sg-{one}" for one in groups])


def open_between(source: Side, target: Side, *resources: Resource) -> Ports:
    return SecurityGroups(resources, SUBNETS).between(source, target)[0]


def test_pods_and_nodes_of_a_cluster_are_open_to_each_other() -> None:
    assert open_between(POD, NEIGHBOUR, cluster()) == ports.EVERY
    assert open_between(NODES, POD, cluster()) == ports.EVERY


def test_nobody_else_reaches_a_pod_until_a_rule_of_the_clusters_group_says_so() -> None:
    assert not open_between(INTERNET, POD, cluster())
    opened = rule("Ingress", "cluster", cidrIpv4="0.0.0.0/0", ipProtocol="tcp", fromPort=8080, toPort=8081)
    assert open_between(INTERNET, POD, cluster(), opened) == Ports.of("TCP", 8080, 8081)


def test_pods_reach_out_by_the_clusters_group() -> None:
    assert open_between(POD, INTERNET, cluster()) == ports.EVERY


@pytest.mark.parametrize(
    ("how", "reached"),
    [
        ({"cidrIpv4": "100.64.0.0/16", "ipProtocol": "tcp", "fromPort": 443, "toPort": 443}, Ports.of("TCP", 443)),
        ({"cidrIpv4": "100.64.9.0/24", "ipProtocol": "6", "fromPort": 443, "toPort": 443}, Ports.of("TCP", 443)),
        ({"cidrIpv4": "10.0.0.0/18", "ipProtocol": "tcp", "fromPort": 443, "toPort": 443}, ports.NONE),
        ({"cidrIpv6": "::/0", "ipProtocol": "-1"}, ports.NONE),
        ({"cidrIpv4": UNKNOWN, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443}, Ports.of("TCP", 443)),
        ({"prefixListId": "pl-1", "ipProtocol": "udp", "fromPort": 53, "toPort": 53}, Ports.of("UDP", 53)),
        ({"cidrIpv4": "0.0.0.0/0", "ipProtocol": "icmp", "fromPort": 8, "toPort": 0}, ports.NONE),
        ({"cidrIpv4": "0.0.0.0/0", "ipProtocol": "-1"}, ports.EVERY),
    ],
)
def test_an_endpoint_is_reached_at_what_its_group_lets_in(how: dict[str, Any], reached: Ports) -> None:
    resources = [cluster(), group("endpoints"), endpoint("endpoints"), rule("Ingress", "endpoints", **how)]
    assert open_between(POD, ENDPOINTS, *resources) == reached


def test_a_rule_may_name_the_group_of_the_callers() -> None:
    opened = Resource(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "urn:rule",
        {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443},
        {"securityGroupId": frozenset({"urn:endpoints"}), "referencedSecurityGroupId": frozenset({CLUSTER})},
    )
    assert open_between(POD, ENDPOINTS, cluster(), group("endpoints"), endpoint("endpoints"), opened) == Ports.of(
        "TCP", 443
    )
    assert not open_between(INTERNET, ENDPOINTS, cluster(), group("endpoints"), endpoint("endpoints"), opened)


def test_rules_may_be_written_into_the_group_or_beside_it() -> None:
    inside = {"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["100.64.0.0/16"]}
    assert open_between(POD, ENDPOINTS, cluster(), group("one", ingress=[inside]), endpoint("one")) == Ports.of(
        "TCP", 443
    )
    beside = resource(
        "aws:ec2/securityGroupRule:SecurityGroupRule", "rule", securityGroupId="sg-one", type="ingress", **inside
    )
    assert open_between(POD, ENDPOINTS, cluster(), group("one"), endpoint("one"), beside) == Ports.of("TCP", 443)


def test_a_group_is_open_to_itself_only_where_it_says_so() -> None:
    itself = [{"protocol": "-1", "self": True}]
    assert not open_between(POD, ENDPOINTS, cluster(), group("one", ingress=itself), endpoint("one"))
    mutual = [group("one", ingress=itself, egress=itself), endpoint("one")]
    assert open_between(ENDPOINTS, ENDPOINTS, *mutual) == ports.EVERY


def test_a_group_that_the_stack_does_not_declare_is_taken_for_open() -> None:
    assert open_between(POD, ENDPOINTS, cluster(), endpoint("of-somebody")) == ports.EVERY
    assert open_between(INTERNET, POD) == ports.EVERY


def test_the_metadata_service_answers_on_the_node_behind_no_group() -> None:
    assert open_between(POD, Addresses((ip_network("169.254.169.254/32"),)), cluster()) == ports.EVERY


def test_groups_for_pods_add_to_the_nodes_because_a_tenant_chooses_its_labels() -> None:
    groups = {"securityGroups": {"groupIds": ["sg-pods"]}}
    wanted = resource(
        "kubernetes:vpcresources.k8s.aws/v1beta1:SecurityGroupPolicy",
        "policy",
        metadata={"namespace": "iris"},
        spec=groups,
    )
    database = {"protocol": "tcp", "fromPort": 5432, "toPort": 5432, "cidrBlocks": ["10.9.0.0/16"]}
    opened = group("pods", ingress=[database])
    caller = Addresses((ip_network("10.9.1.0/24"),))
    assert open_between(caller, POD, cluster(), opened, wanted) == Ports.of("TCP", 5432)
    assert not open_between(caller, NEIGHBOUR, cluster(), opened, wanted)
