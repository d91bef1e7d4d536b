"""Rule groups and policies of AWS Network Firewall."""

from typing import Any

from sandbox.aws.provider.api import camel, deep_camel, deep_pascal, part, parts, pascal, tag_list, tag_map
from sandbox.aws.provider.resource_type import Call, Name, ResourceType, Tagging
from sandbox.provider.values import Properties

AWS_OWNED: dict[str, Any] = {"Type": "AWS_OWNED_KMS_KEY"}
TAGGING = Tagging(
    add=lambda call, tags: call.client.tag_resource(ResourceArn=call.id, Tags=tag_list(tags)),
    remove=lambda call, keys: call.client.untag_resource(ResourceArn=call.id, TagKeys=keys),
)
# Names are ForceNew, and nothing else has one.
NAME = Name(max_length=128)


def encryption(call: Call) -> dict[str, Any]:
    """The key, as a parameter; AWS's own without one."""
    return {"EncryptionConfiguration": deep_pascal(call["encryptionConfiguration"]) or AWS_OWNED}


def encryption_told(answer: Properties) -> Properties:
    """The way back; AWS's own key is the same as none."""
    told = part(answer, "EncryptionConfiguration")
    return {"encryptionConfiguration": None if told in ({}, AWS_OWNED) else deep_camel(told)}


def tags(call: Call) -> dict[str, Any]:
    """Tags of a new resource."""
    return {"Tags": tag_list(call.tags)} if call.tags else {}


def _create_group(call: Call) -> str:
    answer = call.client.create_rule_group(
        **pascal(call.inputs, "capacity", "description", "type", name="RuleGroupName"),
        RuleGroup=deep_pascal(call["ruleGroup"]),
        **encryption(call),
        **tags(call),
    )
    return answer["RuleGroupResponse"]["RuleGroupArn"]


def _read_group(call: Call) -> Properties:
    told = call.client.describe_rule_group(RuleGroupArn=call.id)
    about = told["RuleGroupResponse"]
    return {
        "arn": call.id,
        **camel(about, "capacity", "description", "type", name="RuleGroupName"),
        "ruleGroup": deep_camel(told["RuleGroup"]),
        "updateToken": told["UpdateToken"],
        **encryption_told(about),
        **tag_map(parts(about, "Tags")),
    }


def _update_group(call: Call) -> None:
    if call.changed("description", "encryptionConfiguration", "ruleGroup"):
        call.client.update_rule_group(
            RuleGroupArn=call.id,
            UpdateToken=call.client.describe_rule_group(RuleGroupArn=call.id)["UpdateToken"],
            RuleGroup=deep_pascal(call["ruleGroup"]),
            **pascal(call.inputs, "description"),
            **encryption(call),
        )


def _policy(call: Call) -> dict[str, Any]:
    wanted: Properties = {**call["firewallPolicy"]}
    variables = parts(wanted.pop("policyVariables", None) or {}, "ruleVariables")
    policy = deep_pascal(wanted)
    if variables:
        named = {one["key"]: {"Definition": one["ipSet"]["definitions"]} for one in variables}
        policy["PolicyVariables"] = {"RuleVariables": named}
    return policy


def _policy_told(policy: dict[str, Any]) -> Properties:
    named = part(part(policy, "PolicyVariables"), "RuleVariables")
    told = deep_camel({key: value for key, value in policy.items() if key != "PolicyVariables"})
    if named:
        variables = [{"key": key, "ipSet": {"definitions": one["Definition"]}} for key, one in named.items()]
        told["policyVariables"] = {"ruleVariables": variables}
    return told


def _create_policy(call: Call) -> str:
    answer = call.client.create_firewall_policy(
        **pascal(call.inputs, "description", name="FirewallPolicyName"),
        FirewallPolicy=_policy(call),
        **encryption(call),
        **tags(call),
    )
    return answer["FirewallPolicyResponse"]["FirewallPolicyArn"]


def _read_policy(call: Call) -> Properties:
    told = call.client.describe_firewall_policy(FirewallPolicyArn=call.id)
    about = told["FirewallPolicyResponse"]
    return {
        "arn": call.id,
        **camel(about, "description", name="FirewallPolicyName"),
        "firewallPolicy": _policy_told(told["FirewallPolicy"]),
        "updateToken": told["UpdateToken"],
        **encryption_told(about),
        **tag_map(parts(about, "Tags")),
    }


def _update_policy(call: Call) -> None:
    if call.changed("description", "encryptionConfiguration", "firewallPolicy"):
        call.client.update_firewall_policy(
            FirewallPolicyArn=call.id,
            UpdateToken=call.client.describe_firewall_policy(FirewallPolicyArn=call.id)["UpdateToken"],
            FirewallPolicy=_policy(call),
            **pascal(call.inputs, "description"),
            **encryption(call),
        )


TYPES = (
    ResourceType(
        sdk_type="aws:networkfirewall/ruleGroup:RuleGroup",
        service="network-firewall",
        create=_create_group,
        read=_read_group,
        update=_update_group,
        delete=lambda call: call.client.delete_rule_group(RuleGroupArn=call.id),
        name=NAME,
        tagging=TAGGING,
        ordered=frozenset({"ruleGroup.rulesSource.statefulRules"}),
        volatile=frozenset({"updateToken"}),
        not_emulated=frozenset({"rules"}),
        # A policy lets go of its rule groups a moment after it is gone.
        retry_delete=frozenset({"InvalidOperationException"}),
    ),
    ResourceType(
        sdk_type="aws:networkfirewall/firewallPolicy:FirewallPolicy",
        service="network-firewall",
        create=_create_policy,
        read=_read_policy,
        update=_update_policy,
        delete=lambda call: call.client.delete_firewall_policy(FirewallPolicyArn=call.id),
        name=NAME,
        tagging=TAGGING,
        volatile=frozenset({"updateToken"}),
        retry_delete=frozenset({"InvalidOperationException"}),
    ),
)
