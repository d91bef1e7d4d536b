"""All operations of EC2 that the layer has a hand in."""

from sandbox.aws.server.calls import Handler
from sandbox.aws.server.ec2 import (
    dependencies,
    endpoints,
    images,
    instance_operations,
    launch_templates,
    nat_gateways,
    routes,
    security_groups,
)

OPERATIONS: dict[str, Handler] = {
    **endpoints.OPERATIONS,
    **images.OPERATIONS,
    **instance_operations.OPERATIONS,
    **launch_templates.OPERATIONS,
    **nat_gateways.OPERATIONS,
    **routes.OPERATIONS,
    **security_groups.OPERATIONS,
    **dependencies.OPERATIONS,
}
REFUSED = {"DescribeVpcEndpointServices": "moto would have to load every service that it has."}
