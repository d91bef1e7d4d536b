"""Routes: to endpoints of firewalls, and inside the VPC's own range where AWS allows it."""

from ipaddress import IPv4Network

from werkzeug import Response

from sandbox.aws.server.calls import AwsError, Call, succeeded


def create_route(call: Call) -> Response:
    """Refuse a route narrower than the VPC's own that does not name a whole subnet."""
    ec2, destination = call.backend("ec2"), call.params.get("DestinationCidrBlock")
    table = ec2.route_tables.get(call.params["RouteTableId"])
    if destination and table:
        vpc = ec2.get_vpc(table.vpc_id)
        ours = [IPv4Network(block["cidr_block"]) for block in vpc.get_cidr_block_association_set()]
        subnets = {one.cidr_block for zone in ec2.subnets.values() for one in zone.values() if one.vpc_id == vpc.id}
        if any(IPv4Network(destination).subnet_of(block) for block in ours) and destination not in subnets:
            message = f"The destination CIDR block {destination} is inside the VPC and is no subnet's CIDR block."
            raise AwsError("InvalidParameterValue", message)
    return call.forward()


def replace_route(call: Call) -> Response:
    """Lead to a firewall's endpoint, or away from it; moto knows neither."""
    response = call.forward()
    if succeeded(response):
        table = call.backend("ec2").get_route_table(call.params["RouteTableId"])
        for route in table.routes:
            if route.destination_cidr_block == call.params.get("DestinationCidrBlock"):
                route.vpc_endpoint_id = call.params.get("VpcEndpointId")
    return response


OPERATIONS = {"CreateRoute": create_route, "ReplaceRoute": replace_route}
