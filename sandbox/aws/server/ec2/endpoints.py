"""VPC endpoints: routes that follow route tables, and DNS and address options; moto forgets them."""

from werkzeug import Response

from sandbox.aws.server.calls import Call, succeeded
from sandbox.aws.server.shapes import items, part

# What an interface endpoint has when the request does not choose.
DNS_OPTIONS = {"DnsRecordIpType": "ipv4", "PrivateDnsOnlyForInboundResolverEndpoint": False}
IP_ADDRESS_TYPE = "ipv4"


def create_vpc_endpoint(call: Call) -> Response:
    """Make a gateway endpoint, which has no private DNS, unless another type is asked for; keep all options."""
    endpoints = call.backend("ec2").vpc_end_points
    before = set(endpoints)
    response = call.forward()
    for name in set(endpoints) - before:
        endpoint = endpoints[name]
        endpoint.vpc_endpoint_type = endpoint.vpc_endpoint_type or "Gateway"
        if endpoint.vpc_endpoint_type == "Gateway":
            endpoint.private_dns_enabled = False
        is_interface = endpoint.vpc_endpoint_type == "Interface"
        endpoint.dns_options = (DNS_OPTIONS if is_interface else {}) | part(call.params, "DnsOptions")
        endpoint.ip_address_type = call.params.get("IpAddressType", IP_ADDRESS_TYPE if is_interface else None)
    return response


def modify_vpc_endpoint(call: Call) -> Response:
    """Change policy, subnets, groups, DNS, address type or route tables."""
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
    endpoint.dns_options = endpoint.dns_options | part(call.params, "DnsOptions")
    endpoint.ip_address_type = call.params.get("IpAddressType", endpoint.ip_address_type)
    if call.params.get("ResetPolicy"):
        endpoint.policy_document = endpoint.DEFAULT_POLICY
    return response


OPERATIONS = {"CreateVpcEndpoint": create_vpc_endpoint, "ModifyVpcEndpoint": modify_vpc_endpoint}
