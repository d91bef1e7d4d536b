"""Security group rules: descriptions of rules that name a group or a prefix list, and changes of any rule."""

from typing import Any

from werkzeug import Response

from sandbox.aws.server.calls import Call, succeeded
from sandbox.aws.server.shapes import Shape, items

# How a request names the other side of a rule, and where moto keeps its name.
TARGETS = (("UserIdGroupPairs", "GroupId"), ("PrefixListIds", "PrefixListId"))
PEERS = {"CidrIpv4": "CidrIp", "CidrIpv6": "CidrIpv6"}


def authorize(call: Call) -> Response:
    """Keep the description of a rule whose other side is a group or a prefix list; moto forgets it."""
    response = call.forward()
    if succeeded(response):
        group = call.backend("ec2").get_security_group_by_name_or_id(call.params["GroupId"])
        rules = group.egress_rules if call.operation.endswith("Egress") else group.ingress_rules
        for permission in items(call.params, "IpPermissions"):
            for targets, name in TARGETS:
                for target in items(permission, targets):
                    _describe(rules, permission, target.get(name), target.get("Description"))
    return response


def modify_security_group_rules(call: Call) -> Shape:
    """Change rules; moto refuses those for all protocols and changes no other side but IPv4."""
    ec2, changes = call.backend("ec2"), items(call.params, "SecurityGroupRules")
    rules = {change["SecurityGroupRuleId"]: dict(change["SecurityGroupRule"]) for change in changes}
    for rule in rules.values():
        if rule.get("IpProtocol") == "-1":
            rule |= {"FromPort": -1, "ToPort": -1}
    ec2.modify_security_group_rules(call.params["GroupId"], rules)
    group = ec2.get_security_group_by_name_or_id(call.params["GroupId"])
    for name, wanted in rules.items():
        rule = group.get_rule(name)
        for peer, key in PEERS.items():
            if peer in wanted:
                rule.ip_range[key] = wanted[peer]
        if "ReferencedGroupId" in wanted:
            rule.source_group = {**rule.source_group, "GroupId": wanted["ReferencedGroupId"]}
        if "PrefixListId" in wanted:
            rule.prefix_list_id = wanted["PrefixListId"]
        if not wanted.get("Description"):
            rule.ip_range.pop("Description", None)
    return {"Return": True}


def _describe(rules: list[Any], permission: Shape, target: str | None, description: str | None) -> None:
    for rule in rules:
        same_target = target in {rule.source_group.get("GroupId"), rule.prefix_list_id}
        same_ports = rule.ip_protocol == "-1" or (rule.from_port, rule.to_port) == (
            permission.get("FromPort"),
            permission.get("ToPort"),
        )
        if description and same_target and rule.ip_protocol == permission["IpProtocol"] and same_ports:
            rule.ip_range["Description"] = description


OPERATIONS = {
    "AuthorizeSecurityGroupIngress": authorize,
    "AuthorizeSecurityGroupEgress": authorize,
    "ModifySecurityGroupRules": modify_security_group_rules,
}
