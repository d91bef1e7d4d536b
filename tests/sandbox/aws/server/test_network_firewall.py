"""Network Firewall refuses what AWS refuses, and its endpoints can be routed to."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from tests.sandbox.aws.server.account import Account, error

STRICT = {"RuleOrder": "STRICT_ORDER"}
PASS: dict[str, Any] = {"StatelessDefaultActions": ["aws:pass"], "StatelessFragmentDefaultActions": ["aws:pass"]}
Wall = Callable[..., dict[str, Any]]
_numbers = count()


@pytest.fixture
def api(account: Account) -> Any:
    return account.client("network-firewall")


@pytest.fixture
def place(account: Account) -> tuple[str, list[str]]:
    vpc = account.vpc("10.60.0.0/16")
    return vpc, account.subnets(vpc, "10.60.0.0/24", "10.60.1.0/24")


@pytest.fixture
def wall(api: Any, place: tuple[str, list[str]]) -> Wall:
    vpc, subnets = place

    def make(**options: Any) -> dict[str, Any]:
        policy = api.create_firewall_policy(FirewallPolicyName=f"p{next(_numbers)}", FirewallPolicy=PASS)
        return api.create_firewall(
            FirewallName=f"f{next(_numbers)}",
            FirewallPolicyArn=policy["FirewallPolicyResponse"]["FirewallPolicyArn"],
            VpcId=vpc,
            SubnetMappings=[{"SubnetId": subnets[0]}],
            **options,
        )

    return make


def rule_group(api: Any, *, capacity: int = 10, **group: Any) -> str:
    hosts = {"Targets": ["a.example", "b.example"], "TargetTypes": ["TLS_SNI"], "GeneratedRulesType": "ALLOWLIST"}
    made = api.create_rule_group(
        RuleGroupName=f"r{next(_numbers)}",
        Type="STATEFUL",
        Capacity=capacity,
        RuleGroup={"RulesSource": {"RulesSourceList": hosts}, "StatefulRuleOptions": STRICT, **group},
    )
    return made["RuleGroupResponse"]["RuleGroupArn"]


def policy(api: Any, *groups: str, **fields: Any) -> str:
    references = [{"ResourceArn": group, "Priority": number} for number, group in enumerate(groups, 1)]
    wanted = {**PASS, "StatefulEngineOptions": STRICT, "StatefulRuleGroupReferences": references, **fields}
    made = api.create_firewall_policy(FirewallPolicyName=f"p{next(_numbers)}", FirewallPolicy=wanted)
    return made["FirewallPolicyResponse"]["FirewallPolicyArn"]


def endpoint(made: dict[str, Any]) -> str:
    (state,) = made["FirewallStatus"]["SyncStates"].values()
    return state["Attachment"]["EndpointId"]


def test_a_firewall_has_an_endpoint_in_its_subnet_until_it_is_deleted(
    account: Account, api: Any, place: tuple[str, list[str]], wall: Wall
) -> None:
    made, ec2 = wall(), account.client("ec2")
    assert list(made["FirewallStatus"]["SyncStates"]) == ["eu-west-1a"]
    found = ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint(made)])["VpcEndpoints"]
    assert [one["VpcEndpointType"] for one in found] == ["GatewayLoadBalancer"]
    with error("DependencyViolation"):
        ec2.delete_subnet(SubnetId=place[1][0])
    api.delete_firewall(FirewallArn=made["Firewall"]["FirewallArn"])
    ec2.delete_subnet(SubnetId=place[1][0])
    with error("ResourceNotFoundException"):
        api.describe_firewall(FirewallArn=made["Firewall"]["FirewallArn"])


def test_a_protected_firewall_stays_until_the_protection_is_lifted(api: Any, wall: Wall) -> None:
    name = wall(DeleteProtection=True)["Firewall"]["FirewallName"]
    with error("InvalidOperationException"):
        api.delete_firewall(FirewallName=name)
    api.update_firewall_delete_protection(FirewallName=name, DeleteProtection=False)
    api.delete_firewall(FirewallName=name)
    assert name not in {one["FirewallName"] for one in api.list_firewalls()["Firewalls"]}


def test_subnets_and_policy_of_a_protected_firewall_stay(api: Any, place: tuple[str, list[str]], wall: Wall) -> None:
    arn = wall(SubnetChangeProtection=True, FirewallPolicyChangeProtection=True)["Firewall"]["FirewallArn"]
    with error("InvalidOperationException"):
        api.associate_subnets(FirewallArn=arn, SubnetMappings=[{"SubnetId": place[1][1]}])
    with error("InvalidOperationException"):
        api.associate_firewall_policy(FirewallArn=arn, FirewallPolicyArn=policy(api))
    api.update_subnet_change_protection(FirewallArn=arn, SubnetChangeProtection=False)
    api.associate_subnets(FirewallArn=arn, SubnetMappings=[{"SubnetId": place[1][1]}])
    states = api.describe_firewall(FirewallArn=arn)["FirewallStatus"]["SyncStates"]
    assert sorted(states) == ["eu-west-1a", "eu-west-1b"]


def test_a_firewall_has_one_subnet_in_a_zone_and_keeps_the_last(
    account: Account, api: Any, place: tuple[str, list[str]], wall: Wall
) -> None:
    arn, (vpc, subnets) = wall()["Firewall"]["FirewallArn"], place
    again = account.client("ec2").create_subnet(VpcId=vpc, CidrBlock="10.60.9.0/24", AvailabilityZone="eu-west-1a")
    with error("InvalidRequestException"):
        api.associate_subnets(FirewallArn=arn, SubnetMappings=[{"SubnetId": again["Subnet"]["SubnetId"]}])
    with error("InvalidRequestException"):
        api.disassociate_subnets(FirewallArn=arn, SubnetIds=[subnets[0]])


def test_who_changes_what_he_did_not_read_is_refused(api: Any) -> None:
    group = rule_group(api)
    told = api.describe_rule_group(RuleGroupArn=group)
    assert told["RuleGroupResponse"]["ConsumedCapacity"] == 2
    api.update_rule_group(RuleGroupArn=group, UpdateToken=told["UpdateToken"], RuleGroup=told["RuleGroup"])
    with error("InvalidTokenException"):
        api.update_rule_group(RuleGroupArn=group, UpdateToken=told["UpdateToken"], RuleGroup=told["RuleGroup"])


def test_rules_stay_within_the_capacity(api: Any) -> None:
    with error("InvalidRequestException"):
        rule_group(api, capacity=1)


def test_a_policy_goes_together_with_its_rule_groups_and_its_actions(api: Any) -> None:
    group = rule_group(api)
    with error("InvalidRequestException"):
        policy(api, group, StatefulEngineOptions={"RuleOrder": "DEFAULT_ACTION_ORDER"})
    with error("InvalidRequestException"):
        policy(api, f"{group}-gone")
    with error("InvalidRequestException"):
        policy(api, group, StatefulDefaultActions=["aws:drop_established", "aws:alert_established_app_layer"])
    with error("InvalidRequestException"):
        policy(api, StatefulEngineOptions={}, StatefulDefaultActions=["aws:drop_established"])


def test_what_is_in_use_cannot_be_deleted(api: Any, wall: Wall) -> None:
    group = rule_group(api)
    user = policy(api, group)
    with error("InvalidOperationException"):
        api.delete_rule_group(RuleGroupArn=group)
    api.delete_firewall_policy(FirewallPolicyArn=user)
    api.delete_rule_group(RuleGroupArn=group)
    with error("InvalidOperationException"):
        api.delete_firewall_policy(FirewallPolicyArn=wall()["Firewall"]["FirewallPolicyArn"])


def test_log_destinations_change_one_at_a_time_and_exist(account: Account, api: Any, wall: Wall) -> None:
    arn = wall()["Firewall"]["FirewallArn"]
    account.client("logs").create_log_group(logGroupName="wall")

    def to(*kinds: str, group: str = "wall") -> dict[str, Any]:
        destination = {"LogDestinationType": "CloudWatchLogs", "LogDestination": {"logGroup": group}}
        return {"LogDestinationConfigs": [{"LogType": kind, **destination} for kind in kinds]}

    assert "LoggingConfiguration" not in api.describe_logging_configuration(FirewallArn=arn)
    with error("InvalidRequestException"):
        api.update_logging_configuration(FirewallArn=arn, LoggingConfiguration=to("ALERT", "FLOW"))
    with error("LogDestinationPermissionException"):
        api.update_logging_configuration(FirewallArn=arn, LoggingConfiguration=to("ALERT", group="nowhere"))
    api.update_logging_configuration(FirewallArn=arn, LoggingConfiguration=to("ALERT"))
    api.update_logging_configuration(FirewallArn=arn, LoggingConfiguration=to("ALERT", "FLOW"))
    told = api.describe_logging_configuration(FirewallArn=arn)["LoggingConfiguration"]
    assert told == to("ALERT", "FLOW")


def test_a_route_leads_to_an_endpoint_and_away_from_it(
    account: Account, place: tuple[str, list[str]], wall: Wall
) -> None:
    ec2, target = account.client("ec2"), endpoint(wall())
    table = ec2.create_route_table(VpcId=place[0])["RouteTable"]["RouteTableId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]

    def leads_to() -> str:
        (found,) = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
        return next(one for one in found["Routes"] if one["DestinationCidrBlock"] == "0.0.0.0/0")["GatewayId"]

    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    ec2.replace_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", VpcEndpointId=target)
    assert leads_to() == target
    ec2.replace_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    assert leads_to() == gateway


def test_a_route_inside_the_vpc_names_a_whole_subnet(
    account: Account, place: tuple[str, list[str]], wall: Wall
) -> None:
    ec2, target = account.client("ec2"), endpoint(wall())
    table = ec2.create_route_table(VpcId=place[0])["RouteTable"]["RouteTableId"]
    with error("InvalidParameterValue"):
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="10.60.0.0/25", VpcEndpointId=target)
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="10.60.1.0/24", VpcEndpointId=target)


def test_tags_come_and_go(api: Any) -> None:
    group = rule_group(api)
    api.tag_resource(ResourceArn=group, Tags=[{"Key": "team", "Value": "ml"}, {"Key": "more", "Value": "yes"}])
    api.untag_resource(ResourceArn=group, TagKeys=["more"])
    assert api.list_tags_for_resource(ResourceArn=group)["Tags"] == [{"Key": "team", "Value": "ml"}]
    with error("ResourceNotFoundException"):
        api.list_tags_for_resource(ResourceArn=f"{group}-gone")
