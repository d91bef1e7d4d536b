"""Security groups, with the rules written inside them."""

from typing import Any

from sandbox.aws.provider.api import camel, parts, tag_map
from sandbox.aws.provider.resource_type import Call, Name, ResourceType, only
from sandbox.aws.provider.services.ec2_tags import EC2_TAGGING, tagged
from sandbox.provider.values import Properties

_DIRECTIONS = {"ingress": "IpPermissions", "egress": "IpPermissionsEgress"}
_SOURCES = {
    "cidrBlocks": ("IpRanges", "CidrIp"),
    "ipv6CidrBlocks": ("Ipv6Ranges", "CidrIpv6"),
    "prefixListIds": ("PrefixListIds", "PrefixListId"),
    "securityGroups": ("UserIdGroupPairs", "GroupId"),
}


def _permission(rule: Properties, group: str) -> dict[str, Any]:
    permission: dict[str, Any] = {"IpProtocol": rule["protocol"]}
    if rule["protocol"] != "-1":
        permission |= {"FromPort": rule["fromPort"], "ToPort": rule["toPort"]}
    note = {"Description": rule["description"]} if rule.get("description") else {}
    for name, (api, key) in _SOURCES.items():
        members = list[str](rule.get(name) or ())
        if name == "securityGroups" and rule.get("self"):
            members.append(group)
        if members:
            permission[api] = [{key: member} | note for member in members]
    return permission


def _rules(permission: dict[str, Any], group: str) -> list[Properties]:
    by_note: dict[str, Properties] = {}
    for name, (api, key) in _SOURCES.items():
        for source in parts(permission, api):
            note: str = source.get("Description", "")
            start = {"fromPort": permission.get("FromPort", 0), "toPort": permission.get("ToPort", 0)}
            rule = by_note.setdefault(note, {"protocol": permission["IpProtocol"], "description": note} | start)
            if source[key] == group:
                rule["self"] = True
            else:
                rule.setdefault(name, []).append(source[key])
    return list(by_note.values())


def _create(call: Call) -> str:
    answer = call.client.create_security_group(
        GroupName=call["name"],
        Description=call["description"],
        **({"VpcId": call["vpcId"]} if call["vpcId"] else {}),
        **tagged(call, "security-group"),
    )
    group = answer["GroupId"]
    # AWS opens all egress of a new group; the provider closes it, as the real one does.
    _revoke_all(call, group, "egress")
    return group


def _adopt(call: Call) -> str:
    filters = [{"Name": "vpc-id", "Values": [call["vpcId"]]}] if call["vpcId"] else []
    named = [*filters, {"Name": "group-name", "Values": ["default"]}]
    group = only(call.client.describe_security_groups(Filters=named)["SecurityGroups"])["GroupId"]
    for direction in _DIRECTIONS:
        _revoke_all(call, group, direction)
    if call.tags:
        EC2_TAGGING.add(_of(call, group), call.tags)
    return group


def _of(call: Call, group: str) -> Call:
    return Call(aws=call.aws, service=call.service, inputs=call.inputs, id=group)


def _revoke_all(call: Call, group: str, direction: str) -> None:
    described = only(call.client.describe_security_groups(GroupIds=[group])["SecurityGroups"])
    if permissions := described[_DIRECTIONS[direction]]:
        getattr(call.client, f"revoke_security_group_{direction}")(GroupId=group, IpPermissions=permissions)


def _update(call: Call) -> None:
    for direction in _DIRECTIONS:
        if call.changed(direction):
            old: list[Properties] = call.old.get(direction) or []
            new: list[Properties] = call[direction] or []
            _apply(call, "revoke", direction, [rule for rule in old if rule not in new])
            _apply(call, "authorize", direction, [rule for rule in new if rule not in old])


def _apply(call: Call, verb: str, direction: str, rules: list[Properties]) -> None:
    if rules:
        permissions = [_permission(rule, call.id) for rule in rules]
        getattr(call.client, f"{verb}_security_group_{direction}")(GroupId=call.id, IpPermissions=permissions)


def _read(call: Call) -> Properties:
    group = only(call.client.describe_security_groups(GroupIds=[call.id])["SecurityGroups"])
    rules = {
        direction: [rule for permission in group[api] for rule in _rules(permission, call.id)]
        for direction, api in _DIRECTIONS.items()
        # Rules of a group that has none in the program belong to rule resources.
        if call[direction] is not None
    }
    return {
        **camel(group, "description", "vpcId", "ownerId", name="GroupName"),
        **rules,
        "arn": call.arn(f"security-group/{call.id}"),
        **tag_map(group.get("Tags")),
    }


def _with_all_rules(call: Call) -> Call:
    # The default group is taken over as a whole: a rule that the program does not name is drift.
    return Call(
        aws=call.aws, service=call.service, id=call.id, outputs=call.outputs,
        inputs=Properties(ingress=[], egress=[]) | call.inputs,
    )  # fmt: skip


TYPES = (
    ResourceType(
        sdk_type="aws:ec2/securityGroup:SecurityGroup",
        service="ec2",
        create=_create,
        read=_read,
        update=_update,
        configure=True,
        delete=lambda call: call.client.delete_security_group(GroupId=call.id),
        name=Name(prefix_property="namePrefix"),
        settings=frozenset({"revokeRulesOnDelete"}),
        tagging=EC2_TAGGING,
        retry_delete=frozenset({"DependencyViolation", "InvalidGroup.InUse"}),
    ),
    ResourceType(
        sdk_type="aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        service="ec2",
        create=_adopt,
        read=lambda call: _read(_with_all_rules(call)),
        update=_update,
        configure=True,
        # AWS never deletes a default group: it is left as it is, as by the real provider.
        delete=lambda _call: None,
        settings=frozenset({"revokeRulesOnDelete"}),
        tagging=EC2_TAGGING,
    ),
)
