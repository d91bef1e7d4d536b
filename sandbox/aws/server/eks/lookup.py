"""Finds what a request names, or says in EKS's words that it is not there."""

from collections.abc import Iterable

from moto.core.exceptions import ServiceException

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks.errors import InvalidParameterError, ResourceNotFoundError
from sandbox.aws.server.eks.state import Cluster
from sandbox.aws.server.shapes import Shape


def cluster_of(call: Call, name: str | None = None) -> Cluster:
    """Return the cluster that the request names."""
    wanted = name or call.params.get("clusterName") or call.params["name"]
    cluster = call.emulation.eks.cluster
    if cluster is None or (cluster.name, cluster.account, cluster.region) != (wanted, call.account, call.region):
        message = f"No cluster found for name: {wanted}."
        raise ResourceNotFoundError(message, cluster=wanted)
    return cluster


def nodegroup_of(call: Call, cluster: Cluster, name: str | None = None) -> Shape:
    """Return the node group that the request names."""
    wanted = name or call.params["nodegroupName"]
    if wanted not in cluster.nodegroups:
        message = f"No node group found for name: {wanted}."
        raise ResourceNotFoundError(message, cluster=cluster.name, nodegroup=wanted)
    return cluster.nodegroups[wanted]


def addon_of(call: Call, cluster: Cluster, name: str | None = None) -> Shape:
    """Return the add-on that the request names."""
    wanted = name or call.params["addonName"]
    if wanted not in cluster.addons:
        message = f"No addon: {wanted} found in cluster: {cluster.name}"
        raise ResourceNotFoundError(message, cluster=cluster.name, addon=wanted)
    return cluster.addons[wanted]


def subnets_of(call: Call, ids: Iterable[str]) -> list[Shape]:
    """Return zone, network and VPC of subnets, in the order asked for."""
    known = {subnet.id: subnet for subnet in call.backend("ec2").describe_subnets()}
    missing = [name for name in ids if name not in known]
    if missing:
        message = f"The subnet ID '{missing[0]}' does not exist (Service: Ec2, Status Code: 400)"
        raise InvalidParameterError(message)
    return [
        {
            "id": name,
            "zone": known[name].availability_zone,
            "zone_id": known[name].availability_zone_id,
            "cidr": known[name].cidr_block,
            "vpc": known[name].vpc_id,
        }
        for name in ids
    ]


def require_security_groups(call: Call, ids: Iterable[str]) -> None:
    """Refuse security groups that do not exist."""
    for name in ids:
        if call.backend("ec2").get_security_group_from_id(name) is None:
            message = f"The security group ID '{name}' does not exist (Service: Ec2, Status Code: 400)"
            raise InvalidParameterError(message)


def require_role(call: Call, arn: str) -> None:
    """Refuse a role of this account that does not exist; what other accounts hold cannot be seen from here."""
    if f"::{call.account}:" not in arn:
        return
    try:
        call.backend("iam").get_role_by_arn(arn)
    except ServiceException as error:
        message = (
            f"Role with arn: {arn}, could not be assumed because it does not exist or the trusted entity is not correct"
        )
        raise InvalidParameterError(message) from error


def require_key(call: Call, arn: str) -> None:
    """Refuse a KMS key that does not exist."""
    try:
        call.backend("kms").describe_key(arn)
    except (ServiceException, KeyError) as error:
        message = f"The KMS key {arn} in the encryption config does not exist."
        raise InvalidParameterError(message) from error


def page(call: Call, names: Iterable[str], key: str) -> Shape:
    """Return one page of names in the shape of EKS's list operations."""
    ordered = sorted(names)
    size = int(call.params.get("maxResults") or 100)
    token = call.params.get("nextToken")
    start = ordered.index(token) if token in ordered else 0
    following = ordered[start + size : start + size + 1]
    return {key: ordered[start : start + size], "nextToken": following[0] if following else None}
