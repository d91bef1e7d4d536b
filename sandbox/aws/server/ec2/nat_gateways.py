"""NAT gateways: one that does not exist is missed; moto lists nothing."""

from werkzeug import Response

from sandbox.aws.server.calls import AwsError, Call
from sandbox.aws.server.shapes import items


def describe_nat_gateways(call: Call) -> Response:
    """Answer only if all of the named ones exist, or did."""
    gateways = call.backend("ec2").nat_gateways
    if missing := [name for name in items(call.params, "NatGatewayIds") if name not in gateways]:
        raise AwsError("NatGatewayNotFound", f"The Nat Gateway {missing[0]} does not exist.")
    return call.forward()


OPERATIONS = {"DescribeNatGateways": describe_nat_gateways}
