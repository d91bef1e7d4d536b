"""An inspected way out: what passes, what does not, and that both directions take the same way."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.egress_firewall import Inspection
from components.network import Network, NetworkArgs
from tests.components.support import named, record_component
from tests.recording import RecordedResource, Recording

ZONES = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
PODS = "100.64.0.0/16"
INSPECTION: Inspection = {
    "firewall_name": "ml-prod",
    "allowed_hosts": ["pypi.org", ".example.com"],
    "key_arn": "arn:aws:kms:eu-west-1:123456789012:key/1",
    "log_group_prefix": "/ml/prod/egress-firewall",
}
NAT_ZONES = {"none": 0, "single": 1, "per_zone": 3}


def network(
    *, nat: str = "per_zone", zones: int = 3, pods: str | None = PODS, preview: bool = False, **changes: object
) -> Recording:
    inspection: Inspection = {**INSPECTION, **changes}  # pyright: ignore[reportAssignmentType]
    args: NetworkArgs = {
        "vpc_cidr": "10.0.0.0/16",
        "pod_cidr": pods,
        "zones": ZONES[:zones],
        "cluster_name": "ml-prod",
        "nat": nat,
        "inspection": inspection,
    }
    return record_component(lambda opts: Network("network", args, opts), preview=preview)


def only(recorded: Recording, kind: str) -> RecordedResource:
    (found,) = recorded.of_type(f"aws:networkfirewall/{kind[0].lower()}{kind[1:]}:{kind}")
    return found


def test_only_hosts_of_the_list_pass_by_tls_and_http() -> None:
    group = named(network(), "RuleGroup")["network-egress-firewall-hosts"]
    rules = group["ruleGroup"]["rulesSource"]["rulesSourceList"]
    assert rules == {
        "generatedRulesType": "ALLOWLIST",
        "targetTypes": ["HTTP_HOST", "TLS_SNI"],
        "targets": ["pypi.org", ".example.com"],
    }


def test_everything_that_shows_no_host_name_is_dropped_first() -> None:
    recorded = network()
    rules = named(recorded, "RuleGroup")["network-egress-firewall-other-ways"]["ruleGroup"]["rulesSource"]
    lines = rules["rulesString"].splitlines()
    assert all(line.startswith("drop ") for line in lines)
    assert any(line.startswith("drop ip $HOME_NET any -> any any") and "ip_proto:!TCP" in line for line in lines)
    assert any(line.startswith("drop tcp $HOME_NET any -> any ![80,443]") for line in lines)
    policy = only(recorded, "FirewallPolicy").props["firewallPolicy"]
    order = {one["priority"]: one["resourceArn"].rsplit("/", 1)[1] for one in policy["statefulRuleGroupReferences"]}
    assert order == {1: "network-egress-firewall-other-ways", 2: "network-egress-firewall-hosts"}


def test_what_no_rule_lets_through_is_dropped_and_logged() -> None:
    policy = only(network(), "FirewallPolicy").props["firewallPolicy"]
    assert policy["statefulEngineOptions"] == {"ruleOrder": "STRICT_ORDER", "streamExceptionPolicy": "REJECT"}
    actions = policy["statefulDefaultActions"]
    assert [action.removeprefix("aws:").partition("_")[0] for action in actions] == ["drop", "alert"]
    for field in ("statelessDefaultActions", "statelessFragmentDefaultActions"):
        assert policy[field] == ["aws:forward_to_sfe"], "nothing passes without the stateful rules"
    orders = [
        group["ruleGroup"]["statefulRuleOptions"]["ruleOrder"] for group in named(network(), "RuleGroup").values()
    ]
    assert orders == ["STRICT_ORDER"] * 2


def test_traffic_of_nodes_and_of_pods_is_inspected() -> None:
    (variable,) = only(network(), "FirewallPolicy").props["firewallPolicy"]["policyVariables"]["ruleVariables"]
    assert variable == {"key": "HOME_NET", "ipSet": {"definitions": ["10.0.0.0/16", PODS]}}
    (variable,) = only(network(pods=None), "FirewallPolicy").props["firewallPolicy"]["policyVariables"]["ruleVariables"]
    assert variable["ipSet"]["definitions"] == ["10.0.0.0/16"]


def test_alerts_and_flows_go_to_encrypted_log_groups_of_their_own() -> None:
    recorded = network(retention_days=30)
    groups = named(recorded, "LogGroup").values()
    assert {group["name"] for group in groups} == {
        "/ml/prod/egress-firewall/alerts",
        "/ml/prod/egress-firewall/flows",
    }
    assert all((group["kmsKeyId"], group["retentionInDays"]) == (INSPECTION["key_arn"], 30) for group in groups)
    configs = only(recorded, "LoggingConfiguration").props["loggingConfiguration"]["logDestinationConfigs"]
    destinations = {each["logType"]: each["logDestination"]["logGroup"] for each in configs}
    assert destinations == {
        "ALERT": "/ml/prod/egress-firewall/alerts",
        "FLOW": "/ml/prod/egress-firewall/flows",
    }


def test_firewall_policy_and_rules_are_encrypted_with_the_given_key() -> None:
    recorded = network()
    parts = [each for each in recorded.resources if each.type.startswith("aws:networkfirewall/")]
    encrypted = [each.props["encryptionConfiguration"] for each in parts if "LoggingConf" not in each.type]
    assert encrypted == [{"type": "CUSTOMER_KMS", "keyId": INSPECTION["key_arn"]}] * 4


@pytest.mark.parametrize("on", [True, False])
def test_protections_are_on_unless_taken_off(on: bool) -> None:  # noqa: FBT001
    recorded = network() if on else network(deletion_protection=False, change_protection=False)
    firewall = only(recorded, "Firewall").props
    fields = ("deleteProtection", "subnetChangeProtection", "firewallPolicyChangeProtection")
    assert [firewall[field] for field in fields] == [on] * 3


def test_another_host_changes_nothing_that_aws_would_replace() -> None:
    before, after = network(), network(allowed_hosts=["pypi.org"])
    for group in ("network-egress-firewall-hosts", "network-egress-firewall-other-ways"):
        fixed = ("capacity", "type", "name")
        old, new = named(before, "RuleGroup")[group], named(after, "RuleGroup")[group]
        assert [old.get(key) for key in fixed] == [new.get(key) for key in fixed]


def test_without_nat_there_is_nothing_to_inspect() -> None:
    recorded = network(nat="none")
    assert not [each for each in recorded.resources if "firewall" in each.name]


def table_of(recorded: Recording, kind: str, zone: str) -> str:
    association = recorded.named(f"network-{kind}-{zone}-routes", "aws:ec2/routeTableAssociation:RouteTableAssociation")
    return association.property_dependencies["routeTableId"][0]


def routes_in(recorded: Recording, table: str) -> dict[str, Mapping[str, object]]:
    """Routes of a table by destination."""
    return {
        str(route.props["destinationCidrBlock"]): route.props
        for route in recorded.of_type("aws:ec2/route:Route")
        if table in route.property_dependencies["routeTableId"]
    }


@settings(deadline=None, max_examples=12)
@given(st.sampled_from(["single", "per_zone"]), st.integers(2, 3), st.sampled_from([None, PODS]))
def test_there_and_back_go_through_the_same_endpoint(nat: str, zones: int, pods: str | None) -> None:
    recorded = network(nat=nat, zones=zones, pods=pods)
    with_nat = ZONES[: min(NAT_ZONES[nat], zones)]
    assert len(only(recorded, "Firewall").props["subnetMappings"]) == len(with_nat)
    inside = {
        name.removeprefix("network-"): subnet["cidrBlock"]
        for name, subnet in named(recorded, "Subnet").items()
        if subnet["tags"]["mlplatform:subnet-kind"] in ("private", "pod")
    }
    assert len(inside) == zones * (2 if pods else 1)
    for role, cidr in inside.items():
        kind, zone = role.split("-", 1)
        (way_out,) = routes_in(recorded, table_of(recorded, kind, zone)).values()
        endpoint = str(way_out["vpcEndpointId"])
        at = endpoint.removeprefix("vpce-")
        assert at == (zone if nat == "per_zone" else ZONES[0]), "no zone depends on another one without need"
        (to_nat,) = routes_in(recorded, table_of(recorded, "firewall", at)).values()
        assert to_nat["natGatewayId"] == f"network-nat-{at}-id"
        back = routes_in(recorded, table_of(recorded, "egress", at))
        assert "gatewayId" in back["0.0.0.0/0"]
        assert back[cidr]["vpcEndpointId"] == endpoint
        others = [one for one in with_nat if one != at]
        assert not [one for one in others if cidr in routes_in(recorded, table_of(recorded, "egress", one))]


@settings(deadline=None, max_examples=12)
@given(st.sampled_from(["single", "per_zone"]), st.integers(2, 3))
def test_nothing_but_the_firewall_reaches_a_nat_gateway(nat: str, zones: int) -> None:
    recorded = network(nat=nat, zones=zones)
    tables = {
        route.property_dependencies["routeTableId"][0]
        for route in recorded.of_type("aws:ec2/route:Route")
        if "natGatewayId" in route.props
    }
    subnets = {
        association.property_dependencies["subnetId"][0].rsplit("::", 1)[1]
        for association in recorded.of_type("aws:ec2/routeTableAssociation:RouteTableAssociation")
        if association.property_dependencies["routeTableId"][0] in tables
    }
    assert subnets == {f"network-firewall-{zone}" for zone in ZONES[: min(NAT_ZONES[nat], zones)]}


def test_in_a_first_preview_the_endpoints_are_unknown_and_their_routes_known() -> None:
    routes = named(network(preview=True), "Route")
    assert routes["network-egress-eu-west-1a-private-eu-west-1a"]["destinationCidrBlock"] == "10.0.0.0/18"
    assert len([name for name in routes if name.startswith("network-egress-")]) == 3 * 3


def test_opening_and_inspecting_the_way_out_change_the_same_routes_in_place() -> None:
    opened = record_component(
        lambda opts: Network(
            "network", {"vpc_cidr": "10.0.0.0/16", "pod_cidr": PODS, "zones": ZONES, "cluster_name": "ml-prod"}, opts
        ),
        preview=False,
    )
    assert {each.urn for each in opened.resources if "Route" in each.type} <= {each.urn for each in network().resources}
