"""What an egress firewall does with traffic, as the documents of AWS Network Firewall."""

from collections.abc import Sequence

import pulumi_aws as aws
from pulumi import Input

from components import egress_hosts

OTHER_WAYS = """\
drop ip $HOME_NET any -> any any (msg:"only TCP leaves"; ip_proto:!TCP; sid:1; rev:1;)
drop tcp $HOME_NET any -> any ![80,443] (msg:"only HTTP and HTTPS leave"; flow:to_server; sid:2; rev:1;)
"""
"""Suricata rules against all that shows no host name, such as DNS to a server outside, QUIC or SSH."""
# AWS replaces a rule group to give it another capacity. A host takes two rules, for TLS and HTTP.
OTHER_WAYS_CAPACITY = 10
HOSTS_CAPACITY = 2 * egress_hosts.MOST


def other_ways() -> aws.networkfirewall.RuleGroupRuleGroupArgsDict:
    """Rules that drop everything but HTTP and HTTPS."""
    return {"rules_source": {"rules_string": OTHER_WAYS}, "stateful_rule_options": {"rule_order": "STRICT_ORDER"}}


def hosts(allowed: Sequence[Input[str]]) -> aws.networkfirewall.RuleGroupRuleGroupArgsDict:
    """Rules that let TLS and HTTP through to these hosts."""
    targets: aws.networkfirewall.RuleGroupRuleGroupRulesSourceRulesSourceListArgsDict = {
        "generated_rules_type": "ALLOWLIST",
        "target_types": ["HTTP_HOST", "TLS_SNI"],
        "targets": allowed,
    }
    return {
        "rules_source": {"rules_source_list": targets},
        "stateful_rule_options": {"rule_order": "STRICT_ORDER"},
    }


def policy(
    home_cidrs: Sequence[Input[str]], rule_group_arns: Sequence[Input[str]]
) -> aws.networkfirewall.FirewallPolicyFirewallPolicyArgsDict:
    """These rule groups in their order, for traffic from these ranges; the rest is dropped, and logged."""
    return {
        "policy_variables": {"rule_variables": [{"key": "HOME_NET", "ip_set": {"definitions": home_cidrs}}]},
        "stateless_default_actions": ["aws:forward_to_sfe"],
        "stateless_fragment_default_actions": ["aws:forward_to_sfe"],
        # A connection that the firewall did not see begin is reset, so that its client begins again.
        "stateful_engine_options": {"rule_order": "STRICT_ORDER", "stream_exception_policy": "REJECT"},
        "stateful_rule_group_references": [
            {"priority": number, "resource_arn": arn} for number, arn in enumerate(rule_group_arns, 1)
        ],
        # Waits for the whole of a greeting that is longer than one packet, as post-quantum TLS has it, and leaves
        # answers alone; AWS's own default for new policies since 2026-06-25.
        "stateful_default_actions": [
            "aws:drop_established_app_layer_to_server",
            "aws:alert_established_app_layer_to_server",
        ],
    }
