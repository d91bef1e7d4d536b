"""Single rules of security groups."""

from collections.abc import Collection
from typing import Any

from sandbox.aws.provider.api import camel, part, pascal, tag_map
from sandbox.aws.provider.resource_type import Call, ResourceType, only
from sandbox.aws.provider.services.ec2_tags import EC2_TAGGING, tagged
from sandbox.provider.values import Properties

_ALL_PROTOCOLS = "-1"
_SOURCES = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")


def _permission(call: Call) -> dict[str, Any]:
    permission = pascal(call.inputs, "ipProtocol", "fromPort", "toPort")
    note = {"Description": call["description"]} if call["description"] else {}
    for name, api, key in (
        ("cidrIpv4", "IpRanges", "CidrIp"),
        ("cidrIpv6", "Ipv6Ranges", "CidrIpv6"),
        ("prefixListId", "PrefixListIds", "PrefixListId"),
        ("referencedSecurityGroupId", "UserIdGroupPairs", "GroupId"),
    ):
        if call[name]:
            permission[api] = [{key: call[name]} | note]
    return permission


def _create(call: Call, direction: str) -> str:
    authorize = getattr(call.client, f"authorize_security_group_{direction}")
    answer = authorize(
        GroupId=call["securityGroupId"], IpPermissions=[_permission(call)], **tagged(call, "security-group-rule")
    )
    return answer["SecurityGroupRules"][0]["SecurityGroupRuleId"]


def _read(call: Call) -> Properties:
    rule = only(call.client.describe_security_group_rules(SecurityGroupRuleIds=[call.id])["SecurityGroupRules"])
    has_ports = rule["IpProtocol"] != _ALL_PROTOCOLS
    return {
        **camel(rule, "ipProtocol", "cidrIpv4", "cidrIpv6", "description", "prefixListId", securityGroupId="GroupId"),
        **(camel(rule, "fromPort", "toPort") if has_ports else {}),
        "referencedSecurityGroupId": part(rule, "ReferencedGroupInfo").get("GroupId"),
        "securityGroupRuleId": call.id,
        "arn": call.arn(f"security-group-rule/{call.id}"),
        **tag_map(rule.get("Tags")),
    }


def _update(call: Call) -> None:
    wanted = pascal(
        call.inputs, "ipProtocol", "fromPort", "toPort", "cidrIpv4", "cidrIpv6", "prefixListId", "description",
        referencedSecurityGroupId="ReferencedGroupId",
    )  # fmt: skip
    names = call.inputs.keys() - {"tags", "region"} | call.old.keys() - {"tags", "region"}
    if call.changed(*names):
        call.client.modify_security_group_rules(
            GroupId=call["securityGroupId"],
            SecurityGroupRules=[{"SecurityGroupRuleId": call.id, "SecurityGroupRule": wanted}],
        )


def _delete(call: Call, direction: str) -> None:
    revoke = getattr(call.client, f"revoke_security_group_{direction}")
    revoke(GroupId=call["securityGroupId"], SecurityGroupRuleIds=[call.id])


def _kind_of_source_replaces(old: Properties, new: Properties) -> Collection[str]:
    kinds = [{name for name in _SOURCES if inputs.get(name) is not None} for inputs in (old, new)]
    return () if kinds[0] == kinds[1] else _SOURCES


def _type(sdk_type: str, direction: str) -> ResourceType:
    return ResourceType(
        sdk_type=sdk_type,
        service="ec2",
        create=lambda call: _create(call, direction),
        read=_read,
        update=_update,
        replaces_when=_kind_of_source_replaces,
        delete=lambda call: _delete(call, direction),
        tagging=EC2_TAGGING,
    )


TYPES = (
    _type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "ingress"),
    _type("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "egress"),
)
