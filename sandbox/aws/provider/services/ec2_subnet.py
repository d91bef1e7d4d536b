"""Subnets."""

from sandbox.aws.provider.api import camel, part, pascal, tag_map
from sandbox.aws.provider.resource_type import Call, ResourceType, only
from sandbox.aws.provider.services.ec2_tags import EC2_TAGGING, tagged
from sandbox.provider.values import Properties


def _create(call: Call) -> str:
    parameters = pascal(call.inputs, "vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId")
    return call.client.create_subnet(**parameters, **tagged(call, "subnet"))["Subnet"]["SubnetId"]


def _read(call: Call) -> Properties:
    subnet = only(call.client.describe_subnets(SubnetIds=[call.id])["Subnets"])
    names = part(subnet, "PrivateDnsNameOptionsOnLaunch")
    return {
        **camel(
            subnet, "vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId", "mapPublicIpOnLaunch", "ownerId"
        ),
        "privateDnsHostnameTypeOnLaunch": names.get("HostnameType", "ip-name"),
        "arn": call.arn(f"subnet/{call.id}"),
        **tag_map(subnet.get("Tags")),
    }


def _update(call: Call) -> None:
    # The emulated EC2 chooses for some new subnets.
    if not call.old or call.changed("mapPublicIpOnLaunch"):
        call.client.modify_subnet_attribute(
            SubnetId=call.id, MapPublicIpOnLaunch={"Value": bool(call["mapPublicIpOnLaunch"])}
        )


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
        not_emulated=frozenset(
            {
                "assignIpv6AddressOnCreation",
                "customerOwnedIpv4Pool",
                "enableDns64",
                "enableLniAtDeviceIndex",
                "enableResourceNameDnsARecordOnLaunch",
                "enableResourceNameDnsAaaaRecordOnLaunch",
                "ipv4IpamPoolId",
                "ipv4NetmaskLength",
                "ipv6CidrBlock",
                "ipv6IpamPoolId",
                "ipv6Native",
                "ipv6NetmaskLength",
                "mapCustomerOwnedIpOnLaunch",
                "outpostArn",
                "privateDnsHostnameTypeOnLaunch",
            }
        ),
    ),
)
