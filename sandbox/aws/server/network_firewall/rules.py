"""Rule groups and policies of Network Firewall."""

from typing import Any

from sandbox.aws.server.calls import Call
from sandbox.aws.server.network_firewall.errors import IN_USE, check_token, found, invalid, refused
from sandbox.aws.server.network_firewall.state import Item, NetworkFirewall, arn, common, new_id
from sandbox.aws.server.shapes import Shape, items, part

DEFAULT_ORDER = "DEFAULT_ACTION_ORDER"
# "StatefulDefaultActions cannot exist together" if they are of two of these families.
_FAMILIES = ("_established", "_app_layer", "_app_layer_to_server")


def _state(call: Call) -> NetworkFirewall:
    return call.emulation.network_firewall


def create_rule_group(call: Call) -> Shape:
    """Keep the rules, if their number is within the capacity."""
    params = call.params
    name, kind = params["RuleGroupName"], params["Type"]
    if kind != "STATEFUL" or not params.get("RuleGroup"):
        message = "The sandbox emulates stateful rule groups that are given as RuleGroup."
        raise invalid(message)
    key = arn(call, "stateful-rulegroup", name)
    if key in _state(call).rule_groups:
        raise invalid(f"A resource with the specified name already exists, parameter: [{name}]")
    _check_capacity(params["RuleGroup"], params["Capacity"])
    about = {
        "RuleGroupArn": key,
        "RuleGroupName": name,
        "RuleGroupId": new_id(),
        "Type": kind,
        "Capacity": params["Capacity"],
        "RuleGroupStatus": "ACTIVE",
        **common(call),
    }
    item = _state(call).rule_groups[key] = Item(params["RuleGroup"], about)
    return {"UpdateToken": item.token, "RuleGroupResponse": about}


def describe_rule_group(call: Call) -> Shape:
    """Tell the rules and how much of the capacity they take."""
    item = found(_state(call).rule_groups, call, "RuleGroup")
    consumed = {"ConsumedCapacity": _size(item.content)}
    return {"UpdateToken": item.token, "RuleGroup": item.content, "RuleGroupResponse": item.about | consumed}


def update_rule_group(call: Call) -> Shape:
    """Replace the rules; name, type and capacity stay."""
    item = found(_state(call).rule_groups, call, "RuleGroup")
    check_token(call, item, needed=True)
    wanted = call.params.get("RuleGroup") or item.content
    _check_capacity(wanted, item.about["Capacity"])
    if _order(wanted) != _order(item.content):
        raise invalid("The rule order of a rule group cannot change.")
    item.content = wanted
    item.about |= common(call) | {"Tags": item.about["Tags"]}
    return {"UpdateToken": item.changed(), "RuleGroupResponse": item.about}


def delete_rule_group(call: Call) -> Shape:
    """Delete it unless a policy refers to it."""
    item = found(_state(call).rule_groups, call, "RuleGroup")
    key = item.about["RuleGroupArn"]
    if any(key in _references(policy.content) for policy in _state(call).policies.values()):
        raise refused(IN_USE)
    del _state(call).rule_groups[key]
    return {"RuleGroupResponse": item.about | {"RuleGroupStatus": "DELETING"}}


def create_firewall_policy(call: Call) -> Shape:
    """Keep the policy, if it goes together with its rule groups."""
    name, policy = call.params["FirewallPolicyName"], call.params["FirewallPolicy"]
    key = arn(call, "firewall-policy", name)
    if key in _state(call).policies:
        raise invalid(f"A resource with the specified name already exists, parameter: [{name}]")
    _check_policy(call, policy)
    about = {
        "FirewallPolicyArn": key,
        "FirewallPolicyName": name,
        "FirewallPolicyId": new_id(),
        "FirewallPolicyStatus": "ACTIVE",
        **common(call),
    }
    item = _state(call).policies[key] = Item(policy, about)
    return {"UpdateToken": item.token, "FirewallPolicyResponse": about}


def describe_firewall_policy(call: Call) -> Shape:
    """Tell the policy."""
    item = found(_state(call).policies, call, "FirewallPolicy")
    return {"UpdateToken": item.token, "FirewallPolicy": item.content, "FirewallPolicyResponse": item.about}


def update_firewall_policy(call: Call) -> Shape:
    """Replace the policy; its rule order stays."""
    item = found(_state(call).policies, call, "FirewallPolicy")
    check_token(call, item, needed=True)
    wanted = call.params["FirewallPolicy"]
    _check_policy(call, wanted)
    if _engine_order(wanted) != _engine_order(item.content):
        raise invalid("The rule order of a firewall policy cannot change.")
    item.content = wanted
    item.about |= common(call) | {"Tags": item.about["Tags"]}
    return {"UpdateToken": item.changed(), "FirewallPolicyResponse": item.about}


def delete_firewall_policy(call: Call) -> Shape:
    """Delete it unless a firewall has it."""
    item = found(_state(call).policies, call, "FirewallPolicy")
    key = item.about["FirewallPolicyArn"]
    if any(firewall.about["FirewallPolicyArn"] == key for firewall in _state(call).firewalls.values()):
        raise refused(IN_USE)
    del _state(call).policies[key]
    return {"FirewallPolicyResponse": item.about | {"FirewallPolicyStatus": "DELETING"}}


def _check_capacity(group: Shape, capacity: int) -> None:
    if _size(group) > capacity:
        raise invalid(f"The rules exceed the capacity of the rule group: {_size(group)} > {capacity}")


def _size(group: Shape) -> int:
    source = group["RulesSource"]
    listed = part(source, "RulesSourceList")
    lines = [line for line in str(source.get("RulesString", "")).splitlines() if line and not line.startswith("#")]
    return (
        len(items(listed, "Targets")) * len(items(listed, "TargetTypes"))
        + len(lines)
        + len(items(source, "StatefulRules"))
    )


def _check_policy(call: Call, policy: Shape) -> None:
    for reference in _references(policy):
        group = _state(call).rule_groups.get(reference)
        if group is None:
            raise invalid(f"Unable to find the rule group, parameter: [{reference}]")
        if _order(group.content) != _engine_order(policy):
            raise invalid(f"The rule order of {reference} differs from the policy's.")
    strict = _engine_order(policy) == "STRICT_ORDER"
    priorities = [one.get("Priority") for one in items(policy, "StatefulRuleGroupReferences")]
    if strict and len({*priorities} - {None}) != len(priorities):
        raise invalid("Rule groups of a strict order need different priorities.")
    actions = items(policy, "StatefulDefaultActions")
    if actions and not strict:
        raise invalid("StatefulDefaultActions need a strict order.")
    families = {family for action in actions if (family := _family(action))}
    if len(families) > 1:
        raise invalid("StatefulDefaultActions cannot exist together, context: StatefulDefaultActions")


def _family(action: str) -> str:
    return next((family for family in reversed(_FAMILIES) if action.endswith(family)), "")


def _references(policy: Shape) -> list[Any]:
    return [one["ResourceArn"] for one in items(policy, "StatefulRuleGroupReferences")]


def _order(group: Shape) -> str:
    return part(group, "StatefulRuleOptions").get("RuleOrder", DEFAULT_ORDER)


def _engine_order(policy: Shape) -> str:
    return part(policy, "StatefulEngineOptions").get("RuleOrder", DEFAULT_ORDER)


OPERATIONS = {
    "CreateFirewallPolicy": create_firewall_policy,
    "CreateRuleGroup": create_rule_group,
    "DeleteFirewallPolicy": delete_firewall_policy,
    "DeleteRuleGroup": delete_rule_group,
    "DescribeFirewallPolicy": describe_firewall_policy,
    "DescribeRuleGroup": describe_rule_group,
    "UpdateFirewallPolicy": update_firewall_policy,
    "UpdateRuleGroup": update_rule_group,
}
