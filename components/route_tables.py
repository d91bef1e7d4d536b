"""Route tables and what is in them."""

import pulumi_aws as aws
from pulumi import Input, ResourceOptions

ANYWHERE = "0.0.0.0/0"


def table(name: str, role: str, vpc_id: Input[str], here: ResourceOptions) -> aws.ec2.RouteTable:
    """A route table of a network for one role."""
    return aws.ec2.RouteTable(f"{name}-{role}-route-table", vpc_id=vpc_id, tags={"Name": f"{name}-{role}"}, opts=here)


def associate(
    name: str, role: str, subnet: aws.ec2.Subnet, with_table: aws.ec2.RouteTable, here: ResourceOptions
) -> None:
    """A subnet takes its routes from the table."""
    aws.ec2.RouteTableAssociation(f"{name}-{role}-routes", subnet_id=subnet.id, route_table_id=with_table.id, opts=here)


def route_to_internet(
    name: str, role: str, from_table: aws.ec2.RouteTable, gateway: aws.ec2.InternetGateway, here: ResourceOptions
) -> aws.ec2.Route:
    """Everything that is not in the VPC is on the Internet."""
    return aws.ec2.Route(
        f"{name}-{role}-internet",
        route_table_id=from_table.id,
        destination_cidr_block=ANYWHERE,
        gateway_id=gateway.id,
        opts=here,
    )
