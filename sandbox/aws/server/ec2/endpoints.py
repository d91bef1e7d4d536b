"""VPC endpoints: a gateway endpoint's routes follow its route tables; moto makes them on creation only."""

from werkzeug import Response

from sandbox.aws.server.calls import Call, succeeded
from sandbox.aws.server.shapes import items


def create_vpc_endpoint(call: Call) -> Response:
    """A gateway endpoint is the default type and has no private DNS; moto leaves both open."""
    endpoints = call.backend("ec2").vpc_end_points
    before = set(endpoints)
    response = call.forward()
    for name in set(endpoints) - before:
        endpoint = endpoints[name]
        endpoint.vpc_endpoint_type = endpoint.vpc_endpoint_type or "Gateway"
        if endpoint.vpc_endpoint_type == "Gateway":
            endpoint.private_dns_enabled = False
    return response


def modify_vpc_endpoint(call: Call) -> Response:
    """Change policy, subnets, groups, private DNS or route tables."""
    response = call.forward()
    ec2 = call.backend("ec2")
    endpoint = ec2.vpc_end_points.get(call.params["VpcEndpointId"])
    if not succeeded(response) or endpoint is None:
        return response
    prefix_list = endpoint.destination_prefix_list_id
    for table in items(call.params, "AddRouteTableIds"):
        ec2.create_route(table, None, gateway_id=endpoint.id, destination_prefix_list_id=prefix_list)
    for table in items(call.params, "RemoveRouteTableIds"):
        ec2.delete_route(table, prefix_list)
    if "PrivateDnsEnabled" in call.params:
        endpoint.private_dns_enabled = call.params["PrivateDnsEnabled"]
    if call.params.get("ResetPolicy"):
        endpoint.policy_document = endpoint.DEFAULT_POLICY
    return response


OPERATIONS = {"CreateVpcEndpoint": create_vpc_endpoint, "ModifyVpcEndpoint": modify_vpc_endpoint}
