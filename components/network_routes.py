"""Routes of a network: which subnets reach the Internet, and by which way."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi_aws as aws
from pulumi import Input, Resource, ResourceOptions

from components.inspected_routes import InspectedWay, inspect
from components.route_tables import ANYWHERE, associate, route_to_internet, table


@dataclass(frozen=True)
class ZonalSubnets:
    """The subnets of a network, one of each kind per zone."""

    public: Sequence[aws.ec2.Subnet]
    private: Sequence[aws.ec2.Subnet]
    pod: Sequence[aws.ec2.Subnet]
    endpoint: Sequence[aws.ec2.Subnet]
    egress: Sequence[aws.ec2.Subnet]
    """Zones with a NAT gateway, from the first: none, one or all."""
    firewall: Sequence[aws.ec2.Subnet] = ()
    """The same zones, if a firewall stands before the NAT gateways."""


def connect(
    name: str,
    vpc_id: Input[str],
    zones: Sequence[str],
    subnets: ZonalSubnets,
    parent: Resource,
    *,
    endpoints: Sequence[Input[str]] = (),
) -> list[aws.ec2.RouteTable]:
    """Make gateways and routes; return the route tables of the private subnets, one per zone.

    With `endpoints` of a firewall, one for each NAT gateway, all that goes to a NAT gateway and comes back passes them.
    """
    here = ResourceOptions(parent=parent)
    internet = aws.ec2.InternetGateway(f"{name}-internet-gateway", vpc_id=vpc_id, opts=here)
    public = table(name, "public", vpc_id, here)
    internet_route = route_to_internet(name, "public", public, internet, here)
    for zone, subnet in zip(zones, subnets.public, strict=True):
        associate(name, f"public-{zone}", subnet, public, here)

    gateways: list[aws.ec2.NatGateway] = []
    for zone, subnet in zip(zones, subnets.egress, strict=False):
        if not endpoints:
            associate(name, f"egress-{zone}", subnet, public, here)
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

    isolated = table(name, "endpoint", vpc_id, here)
    for zone, subnet in zip(zones, subnets.endpoint, strict=True):
        associate(name, f"endpoint-{zone}", subnet, isolated, here)

    private: list[aws.ec2.RouteTable] = []
    inside: list[dict[str, aws.ec2.Subnet]] = [{} for _ in gateways]
    for index, zone in enumerate(zones):
        private.append(table(name, f"private-{zone}", vpc_id, here))
        leaving = {f"private-{zone}": subnets.private[index]}
        if subnets.pod:
            leaving[f"pod-{zone}"] = subnets.pod[index]
        for role, subnet in leaving.items():
            associate(name, role, subnet, private[index], here)
        if gateways:
            # A single gateway serves all zones.
            way = min(index, len(gateways) - 1)
            inside[way] |= leaving
            aws.ec2.Route(
                f"{name}-private-{zone}-internet",
                route_table_id=private[index].id,
                destination_cidr_block=ANYWHERE,
                nat_gateway_id=None if endpoints else gateways[way].id,
                vpc_endpoint_id=endpoints[way] if endpoints else None,
                opts=here,
            )
    for way, endpoint in enumerate(endpoints):
        inspected = InspectedWay(
            zone=zones[way],
            endpoint_id=endpoint,
            firewall=subnets.firewall[way],
            egress=subnets.egress[way],
            nat=gateways[way],
            internet=internet,
            inside=inside[way],
        )
        inspect(name, vpc_id, inspected, here)
    return private
