"""What still uses a network: EC2 deletes no subnet, security group or VPC that something is in; moto would."""

from typing import Any

from werkzeug import Response

from sandbox.aws.server.calls import AwsError, Call


def delete_subnet(call: Call) -> Response:
    """Refuse while a network interface, load balancer, NAT gateway, endpoint or EKS cluster is in the subnet."""
    subnet = call.params["SubnetId"]
    if subnet in _occupied(call):
        raise _violation("subnet", subnet)
    return call.forward()


def delete_security_group(call: Call) -> Response:
    """Refuse while an interface, load balancer or endpoint has the group, or a rule of another group names it."""
    group = call.params.get("GroupId", "")
    if is_used(call, group):
        raise AwsError("DependencyViolation", f"resource {group} has a dependent object")
    return call.forward()


def delete_vpc(call: Call) -> Response:
    """Refuse while security groups besides its own, or an Internet gateway, are in the VPC."""
    ec2, vpc = call.backend("ec2"), call.params["VpcId"]
    groups = [group for group in ec2.groups.get(vpc, {}).values() if group.name != "default"]
    gateways = [one for one in ec2.internet_gateways.values() if one.vpc and one.vpc.id == vpc]
    if groups or gateways:
        raise _violation("vpc", vpc)
    return call.forward()


def is_used(call: Call, group: str) -> bool:
    """Whether a security group cannot be deleted yet."""
    ec2 = call.backend("ec2")
    others = (other for groups in ec2.groups.values() for other in groups.values() if other.id != group)
    return (
        any(one.id == group for interface in ec2.enis.values() for one in interface.group_set)
        or any(group in (balancer.security_groups or []) for balancer in _load_balancers(call))
        or any(group in (endpoint.security_group_ids or []) for endpoint in _endpoints(call))
        or any(
            rule.source_group.get("GroupId") == group
            for other in others
            for rule in [*other.ingress_rules, *other.egress_rules]
        )
    )


def _occupied(call: Call) -> set[str]:
    ec2, cluster = call.backend("ec2"), call.emulation.eks.cluster
    occupied = {gateway.subnet_id for gateway in ec2.nat_gateways.values() if gateway.state != "deleted"}
    occupied.update(subnet for endpoint in _endpoints(call) for subnet in list[str](endpoint.subnet_ids or []))
    # Where an endpoint is now is in its subnets; moto keeps the interfaces that it had before.
    of_endpoints = {name for endpoint in _endpoints(call) for name in endpoint.network_interface_ids}
    occupied.update(one.subnet.id for one in ec2.enis.values() if one.id not in of_endpoints)
    occupied.update(subnet.id for balancer in _load_balancers(call) for subnet in balancer.subnets)
    if cluster:
        occupied.update(cluster.data["resourcesVpcConfig"]["subnetIds"])
        for nodegroup in cluster.nodegroups.values():
            occupied.update(nodegroup["subnets"])
    return occupied


def _endpoints(call: Call) -> list[Any]:
    return [one for one in call.backend("ec2").vpc_end_points.values() if one.state != "deleted"]


def _load_balancers(call: Call) -> list[Any]:
    return list(call.backend("elbv2").load_balancers.values())


def _violation(kind: str, name: str) -> AwsError:
    return AwsError("DependencyViolation", f"The {kind} '{name}' has dependencies and cannot be deleted.")


OPERATIONS = {
    "DeleteSubnet": delete_subnet,
    "DeleteSecurityGroup": delete_security_group,
    "DeleteVpc": delete_vpc,
}
