"""Internet gateways, NAT gateways and elastic addresses."""

from sandbox.aws.provider.api import camel, parts, pascal, tag_map
from sandbox.aws.provider.resource_type import Call, GoneError, ResourceType, only
from sandbox.aws.provider.services.ec2_tags import EC2_TAGGING, tagged
from sandbox.provider.values import Properties


def _create_internet_gateway(call: Call) -> str:
    answer = call.client.create_internet_gateway(**tagged(call, "internet-gateway"))
    return answer["InternetGateway"]["InternetGatewayId"]


def _update_internet_gateway(call: Call) -> None:
    if not call.changed("vpcId"):
        return
    if call.old.get("vpcId"):
        call.client.detach_internet_gateway(InternetGatewayId=call.id, VpcId=call.old["vpcId"])
    if call["vpcId"]:
        call.client.attach_internet_gateway(InternetGatewayId=call.id, VpcId=call["vpcId"])


def _read_internet_gateway(call: Call) -> Properties:
    gateway = only(call.client.describe_internet_gateways(InternetGatewayIds=[call.id])["InternetGateways"])
    attachments = parts(gateway, "Attachments") or [{}]
    return {
        "arn": call.arn(f"internet-gateway/{call.id}"),
        "ownerId": gateway.get("OwnerId") or call.aws.account,
        "vpcId": attachments[0].get("VpcId"),
        **tag_map(gateway.get("Tags")),
    }


def _delete_internet_gateway(call: Call) -> None:
    if call["vpcId"]:
        call.client.detach_internet_gateway(InternetGatewayId=call.id, VpcId=call["vpcId"])
    call.client.delete_internet_gateway(InternetGatewayId=call.id)


def _create_address(call: Call) -> str:
    return call.client.allocate_address(**pascal(call.inputs, "domain"), **tagged(call, "elastic-ip"))["AllocationId"]


def _read_address(call: Call) -> Properties:
    address = only(call.client.describe_addresses(AllocationIds=[call.id])["Addresses"])
    public = address["PublicIp"].replace(".", "-")
    place = "compute-1" if call.region == "us-east-1" else f"{call.region}.compute"
    return {
        **camel(address, "allocationId", "associationId", "domain", "publicIp", "networkBorderGroup", "publicIpv4Pool",
                instance="InstanceId", networkInterface="NetworkInterfaceId", privateIp="PrivateIpAddress"),
        "arn": call.arn(f"elastic-ip/{call.id}"),
        "publicDns": f"ec2-{public}.{place}.amazonaws.com",
        **tag_map(address.get("Tags")),
    }  # fmt: skip


def _create_nat_gateway(call: Call) -> str:
    parameters = pascal(call.inputs, "allocationId", "connectivityType", "subnetId")
    return call.client.create_nat_gateway(**parameters, **tagged(call, "natgateway"))["NatGateway"]["NatGatewayId"]


def _read_nat_gateway(call: Call) -> Properties:
    gateway = only(call.client.describe_nat_gateways(NatGatewayIds=[call.id])["NatGateways"])
    if gateway["State"] in {"deleted", "deleting"}:
        raise GoneError
    address = (parts(gateway, "NatGatewayAddresses") or [{}])[0]
    return {
        **camel(gateway, "connectivityType", "subnetId", "vpcId"),
        **camel(address, "allocationId", "associationId", "networkInterfaceId", "publicIp", privateIp="PrivateIp"),
        **tag_map(gateway.get("Tags")),
    }


TYPES = (
    ResourceType(
        sdk_type="aws:ec2/internetGateway:InternetGateway",
        service="ec2",
        create=_create_internet_gateway,
        read=_read_internet_gateway,
        update=_update_internet_gateway,
        configure=True,
        delete=_delete_internet_gateway,
        tagging=EC2_TAGGING,
        retry_delete=frozenset({"DependencyViolation"}),
    ),
    ResourceType(
        sdk_type="aws:ec2/eip:Eip",
        service="ec2",
        create=_create_address,
        read=_read_address,
        delete=lambda call: call.client.release_address(AllocationId=call.id),
        tagging=EC2_TAGGING,
        retry_delete=frozenset({"InvalidIPAddress.InUse", "AuthFailure", "DependencyViolation"}),
        not_emulated=frozenset(
            {
                "address",
                "associateWithPrivateIp",
                "customerOwnedIpv4Pool",
                "instance",
                "ipamPoolId",
                "networkBorderGroup",
                "networkInterface",
                "publicIpv4Pool",
            }
        ),
    ),
    ResourceType(
        sdk_type="aws:ec2/natGateway:NatGateway",
        service="ec2",
        create=_create_nat_gateway,
        read=_read_nat_gateway,
        delete=lambda call: call.client.delete_nat_gateway(NatGatewayId=call.id),
        tagging=EC2_TAGGING,
        not_emulated=frozenset(
            {
                "availabilityMode",
                "availabilityZoneAddresses",
                "privateIp",
                "secondaryAllocationIds",
                "secondaryPrivateIpAddressCount",
                "secondaryPrivateIpAddresses",
                "vpcId",
            }
        ),
    ),
)
