"""NAT gateways: one that does not exist is missed, and one that goes takes its network interface with it."""

from werkzeug import Response

from sandbox.aws.server.calls import AwsError, Call, succeeded
from sandbox.aws.server.shapes import items


def describe_nat_gateways(call: Call) -> Response:
    """Answer only if all of the named ones exist, or did."""
    gateways = call.backend("ec2").nat_gateways
    if missing := [name for name in items(call.params, "NatGatewayIds") if name not in gateways]:
        raise AwsError("NatGatewayNotFound", f"The Nat Gateway {missing[0]} does not exist.")
    return call.forward()


def delete_nat_gateway(call: Call) -> Response:
    """Delete the gateway and its network interface, which moto leaves in the subnet."""
    response = call.forward()
    if succeeded(response):
        ec2 = call.backend("ec2")
        for address in ec2.nat_gateways[call.params["NatGatewayId"]].address_set:
            ec2.enis.pop(address["networkInterfaceId"], None)
    return response


OPERATIONS = {"DeleteNatGateway": delete_nat_gateway, "DescribeNatGateways": describe_nat_gateways}
