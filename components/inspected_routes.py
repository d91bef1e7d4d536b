"""Routes around a firewall that stands between private subnets and a NAT gateway."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi_aws as aws
from pulumi import Input, ResourceOptions

from components.route_tables import ANYWHERE, associate, route_to_internet, table


@dataclass(frozen=True)
class InspectedWay:
    """One way out, in one zone."""

    zone: str
    endpoint_id: Input[str]
    firewall: aws.ec2.Subnet
    """Subnet of the firewall's endpoint."""
    egress: aws.ec2.Subnet
    """Subnet of the NAT gateway."""
    nat: aws.ec2.NatGateway
    internet: aws.ec2.InternetGateway
    inside: Mapping[str, aws.ec2.Subnet]
    """The subnets that leave by this way, by name: answers come back to them by the same endpoint."""


def inspect(name: str, vpc_id: Input[str], way: InspectedWay, here: ResourceOptions) -> None:
    """Lead from the endpoint to the NAT gateway, and from there back to the endpoint."""
    firewall = table(name, f"firewall-{way.zone}", vpc_id, here)
    associate(name, f"firewall-{way.zone}", way.firewall, firewall, here)
    aws.ec2.Route(
        f"{name}-firewall-{way.zone}-internet",
        route_table_id=firewall.id,
        destination_cidr_block=ANYWHERE,
        nat_gateway_id=way.nat.id,
        opts=here,
    )
    egress = table(name, f"egress-{way.zone}", vpc_id, here)
    associate(name, f"egress-{way.zone}", way.egress, egress, here)
    route_to_internet(name, f"egress-{way.zone}", egress, way.internet, here)
    for role, subnet in way.inside.items():
        # AWS lets a route be narrower than the VPC's own if it names a whole subnet.
        aws.ec2.Route(
            f"{name}-egress-{way.zone}-{role}",
            route_table_id=egress.id,
            destination_cidr_block=subnet.cidr_block.apply(str),
            vpc_endpoint_id=way.endpoint_id,
            opts=here,
        )
