"""VPCs and their address ranges."""

from collections.abc import Collection
from typing import Any

from sandbox.aws.provider.api import camel, pascal, tag_map
from sandbox.aws.provider.resource_type import Call, GoneError, ResourceType, only
from sandbox.aws.provider.services.ec2_tags import EC2_TAGGING, tagged
from sandbox.provider.values import Properties

_ATTRIBUTES = ("enableDnsSupport", "enableDnsHostnames", "enableNetworkAddressUsageMetrics")


def _create_vpc(call: Call) -> str:
    parameters = pascal(call.inputs, "cidrBlock", "instanceTenancy")
    return call.client.create_vpc(**parameters, **tagged(call, "vpc"))["Vpc"]["VpcId"]


def _read_vpc(call: Call) -> Properties:
    vpc = only(call.client.describe_vpcs(VpcIds=[call.id])["Vpcs"])
    of_vpc = [{"Name": "vpc-id", "Values": [call.id]}]

    def first(items: list[dict[str, Any]], key: str) -> str | None:
        return items[0][key] if items else None

    client = call.client
    main = [*of_vpc, {"Name": "association.main", "Values": ["true"]}]
    group = [*of_vpc, {"Name": "group-name", "Values": ["default"]}]
    acl = [*of_vpc, {"Name": "default", "Values": ["true"]}]
    main_table = first(client.describe_route_tables(Filters=main)["RouteTables"], "RouteTableId")
    return {
        **camel(vpc, "cidrBlock", "instanceTenancy", "dhcpOptionsId", "ownerId"),
        **{name: _attribute(call, name) for name in _ATTRIBUTES},
        "arn": call.arn(f"vpc/{call.id}"),
        "mainRouteTableId": main_table,
        "defaultRouteTableId": main_table,
        "defaultSecurityGroupId": first(client.describe_security_groups(Filters=group)["SecurityGroups"], "GroupId"),
        "defaultNetworkAclId": first(client.describe_network_acls(Filters=acl)["NetworkAcls"], "NetworkAclId"),
        **tag_map(vpc.get("Tags")),
    }


def _attribute(call: Call, name: str) -> bool:
    key = name[0].upper() + name[1:]
    return call.client.describe_vpc_attribute(VpcId=call.id, Attribute=name)[key]["Value"]


def _tenancy_replaces(old: Properties, new: Properties) -> Collection[str]:
    given_up = (old.get("instanceTenancy"), new.get("instanceTenancy")) == ("dedicated", "default")
    return () if given_up else ("instanceTenancy",)


def _update_vpc(call: Call) -> None:
    if call.old and call.changed("instanceTenancy"):
        call.client.modify_vpc_tenancy(VpcId=call.id, InstanceTenancy=call["instanceTenancy"])
    for name in _ATTRIBUTES:
        if call.changed(name) and call[name] is not None:
            call.client.modify_vpc_attribute(VpcId=call.id, **{name[0].upper() + name[1:]: {"Value": call[name]}})


def _read_association(call: Call) -> Properties:
    ours = [{"Name": "cidr-block-association.association-id", "Values": [call.id]}]
    vpc = only(call.client.describe_vpcs(Filters=ours)["Vpcs"])
    association = only([a for a in vpc["CidrBlockAssociationSet"] if a["AssociationId"] == call.id])
    if association["CidrBlockState"]["State"] != "associated":
        raise GoneError
    return {"vpcId": vpc["VpcId"], "cidrBlock": association["CidrBlock"]}


def _create_association(call: Call) -> str:
    parameters = pascal(call.inputs, "vpcId", "cidrBlock")
    return call.client.associate_vpc_cidr_block(**parameters)["CidrBlockAssociation"]["AssociationId"]


TYPES = (
    ResourceType(
        sdk_type="aws:ec2/vpc:Vpc",
        service="ec2",
        create=_create_vpc,
        read=_read_vpc,
        update=_update_vpc,
        configure=True,
        replaces_when=_tenancy_replaces,
        delete=lambda call: call.client.delete_vpc(VpcId=call.id),
        tagging=EC2_TAGGING,
        retry_delete=frozenset({"DependencyViolation"}),
        not_emulated=frozenset(
            {
                "assignGeneratedIpv6CidrBlock",
                "ipv4IpamPoolId",
                "ipv4NetmaskLength",
                "ipv6CidrBlock",
                "ipv6CidrBlockNetworkBorderGroup",
                "ipv6IpamPoolId",
                "ipv6NetmaskLength",
            }
        ),
    ),
    ResourceType(
        sdk_type="aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
        service="ec2",
        create=_create_association,
        read=_read_association,
        delete=lambda call: call.client.disassociate_vpc_cidr_block(AssociationId=call.id),
        not_emulated=frozenset({"ipv4IpamPoolId", "ipv4NetmaskLength"}),
    ),
)
