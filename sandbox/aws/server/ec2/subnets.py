"""Subnets: one that something still stands in cannot be deleted."""

from werkzeug import Response

from sandbox.aws.server.calls import AwsError, Call


def delete_subnet(call: Call) -> Response:
    """Refuse while an instance, NAT gateway, interface endpoint, EKS cluster or node group is in the subnet."""
    subnet = call.params["SubnetId"]
    if subnet in _occupied(call):
        raise AwsError("DependencyViolation", f"The subnet '{subnet}' has dependencies and cannot be deleted.")
    return call.forward()


def _occupied(call: Call) -> set[str]:
    ec2, cluster = call.backend("ec2"), call.emulation.eks.cluster
    gateways = {gateway.subnet_id for gateway in ec2.nat_gateways.values() if gateway.state != "deleted"}
    endpoints = {
        subnet
        for endpoint in ec2.vpc_end_points.values()
        if endpoint.state != "deleted"
        for subnet in list[str](endpoint.subnet_ids or [])
    }
    eks = set[str]()
    if cluster:
        eks.update(cluster.data["resourcesVpcConfig"]["subnetIds"])
        for nodegroup in cluster.nodegroups.values():
            eks.update(nodegroup["subnets"])
    return gateways | endpoints | eks | {one.subnet.id for one in ec2.enis.values() if one.instance}


OPERATIONS = {"DeleteSubnet": delete_subnet}
