"""Routes of a network: which subnets reach the Internet, and by which way."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi_aws as aws
from pulumi import Input, Resource, ResourceOptions

ANYWHERE = "0.0.0.0/0"


@dataclass(frozen=True)
class ZonalSubnets:
    """The subnets of a network, one of each kind per zone."""

    public: Sequence[aws.ec2.Subnet]
    private: Sequence[aws.ec2.Subnet]
    pod: Sequence[aws.ec2.Subnet]
    endpoint: Sequence[aws.ec2.Subnet]
    egress: Sequence[aws.ec2.Subnet]
    """Zones with a NAT gateway, from the first: none, one or all."""


def connect(
    name: str, vpc_id: Input[str], zones: Sequence[str], subnets: ZonalSubnets, parent: Resource
) -> list[aws.ec2.RouteTable]:
    """Make gateways and routes; return the route tables of the private subnets, one per zone."""
    here = ResourceOptions(parent=parent)

    def table(role: str) -> aws.ec2.RouteTable:
        return aws.ec2.RouteTable(
            f"{name}-{role}-route-table", vpc_id=vpc_id, tags={"Name": f"{name}-{role}"}, opts=here
        )

    def associate(role: str, subnet: aws.ec2.Subnet, with_table: aws.ec2.RouteTable) -> None:
        aws.ec2.RouteTableAssociation(
            f"{name}-{role}-routes", subnet_id=subnet.id, route_table_id=with_table.id, opts=here
        )

    internet = aws.ec2.InternetGateway(f"{name}-internet-gateway", vpc_id=vpc_id, opts=here)
    public = table("public")
    internet_route = aws.ec2.Route(
        f"{name}-public-internet",
        route_table_id=public.id,
        destination_cidr_block=ANYWHERE,
        gateway_id=internet.id,
        opts=here,
    )
    for zone, subnet in zip(zones, subnets.public, strict=True):
        associate(f"public-{zone}", subnet, public)

    gateways: list[aws.ec2.NatGateway] = []
    for zone, subnet in zip(zones, subnets.egress, strict=False):
        associate(f"egress-{zone}", subnet, public)
        address = aws.ec2.Eip(f"{name}-nat-{zone}-address", domain="vpc", opts=here)
        gateways.append(
            aws.ec2.NatGateway(
                f"{name}-nat-{zone}",
                subnet_id=subnet.id,
                allocation_id=address.allocation_id,
                tags={"Name": f"{name}-nat-{zone}"},
                # A public address serves one gateway at a time.
                opts=ResourceOptions(parent=parent, depends_on=[internet_route], delete_before_replace=True),
            )
        )

    isolated = table("endpoint")
    for zone, subnet in zip(zones, subnets.endpoint, strict=True):
        associate(f"endpoint-{zone}", subnet, isolated)

    private: list[aws.ec2.RouteTable] = []
    for index, zone in enumerate(zones):
        private.append(table(f"private-{zone}"))
        associate(f"private-{zone}", subnets.private[index], private[index])
        if subnets.pod:
            associate(f"pod-{zone}", subnets.pod[index], private[index])
        if gateways:
            aws.ec2.Route(
                f"{name}-private-{zone}-internet",
                route_table_id=private[index].id,
                destination_cidr_block=ANYWHERE,
                nat_gateway_id=gateways[min(index, len(gateways) - 1)].id,
                opts=here,
            )
    return private
