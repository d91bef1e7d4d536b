"""Subnets."""

from sandbox.aws.provider.api import camel, part, pascal, tag_map
from sandbox.aws.provider.resource_type import Call, ResourceType, only
from sandbox.aws.provider.services.ec2_tags import EC2_TAGGING, tagged
from sandbox.provider.values import Properties

# Each can be changed by one call only.
_ATTRIBUTES = {
    "mapPublicIpOnLaunch": "MapPublicIpOnLaunch",
    "assignIpv6AddressOnCreation": "AssignIpv6AddressOnCreation",
    "enableDns64": "EnableDns64",
    "enableResourceNameDnsARecordOnLaunch": "EnableResourceNameDnsARecordOnLaunch",
    "enableResourceNameDnsAaaaRecordOnLaunch": "EnableResourceNameDnsAAAARecordOnLaunch",
}
_NAME_TYPE = "privateDnsHostnameTypeOnLaunch"


def _create(call: Call) -> str:
    parameters = pascal(
        call.inputs, "vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId", "ipv6CidrBlock", "ipv6Native",
        "outpostArn", "ipv4IpamPoolId", "ipv4NetmaskLength",
    )  # fmt: skip
    return call.client.create_subnet(**parameters, **tagged(call, "subnet"))["Subnet"]["SubnetId"]


def _read(call: Call) -> Properties:
    subnet = only(call.client.describe_subnets(SubnetIds=[call.id])["Subnets"])
    names = part(subnet, "PrivateDnsNameOptionsOnLaunch")
    options = {
        "enableResourceNameDnsARecordOnLaunch": names.get("EnableResourceNameDnsARecord", False),
        "enableResourceNameDnsAaaaRecordOnLaunch": names.get("EnableResourceNameDnsAAAARecord", False),
        _NAME_TYPE: names.get("HostnameType", "ip-name"),
    }
    # The emulated EC2 forgets these options, so it tells nothing about them unless it has any.
    return {
        **camel(subnet, "vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId", "mapPublicIpOnLaunch",
                "assignIpv6AddressOnCreation", "ownerId", "outpostArn"),
        "ipv6Native": subnet.get("Ipv6Native", False),
        **(options if names else {_NAME_TYPE: call[_NAME_TYPE] or "ip-name"}),
        "arn": call.arn(f"subnet/{call.id}"),
        **tag_map(subnet.get("Tags")),
    }  # fmt: skip


def _update(call: Call) -> None:
    for name, api in _ATTRIBUTES.items():
        if call.changed(name) and call[name] != bool(call.old.get(name)):
            call.client.modify_subnet_attribute(SubnetId=call.id, **{api: {"Value": bool(call[name])}})
    if call.changed(_NAME_TYPE) and call[_NAME_TYPE]:
        call.client.modify_subnet_attribute(SubnetId=call.id, PrivateDnsHostnameTypeOnLaunch=call[_NAME_TYPE])


TYPES = (
    ResourceType(
        sdk_type="aws:ec2/subnet:Subnet",
        service="ec2",
        create=_create,
        read=_read,
        update=_update,
        configure=True,
        delete=lambda call: call.client.delete_subnet(SubnetId=call.id),
        tagging=EC2_TAGGING,
        retry_delete=frozenset({"DependencyViolation"}),
    ),
)
