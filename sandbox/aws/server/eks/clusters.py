"""EKS clusters: create, describe, list, delete."""

import base64
import copy
import re

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks import cluster_contents, entries, versions
from sandbox.aws.server.eks.api_server import api_server
from sandbox.aws.server.eks.cluster_security_group import create_security_group, delete_security_group
from sandbox.aws.server.eks.errors import (
    InvalidParameterError,
    InvalidRequestError,
    ResourceInUseError,
    ResourceLimitExceededError,
)
from sandbox.aws.server.eks.lookup import (
    cluster_of,
    page,
    require_key,
    require_role,
    require_security_groups,
    subnets_of,
)
from sandbox.aws.server.eks.state import Cluster, now, random_id
from sandbox.aws.server.shapes import Shape, items, part

NAME = re.compile(r"[0-9A-Za-z][A-Za-z0-9_-]{0,99}")
LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")
# Stored and returned as they were sent.
PLAIN_FIELDS = (
    "name",
    "roleArn",
    "tags",
    "encryptionConfig",
    "zonalShiftConfig",
    "remoteNetworkConfig",
    "storageConfig",
    "controlPlaneScalingConfig",
    "kubeApiServerConfig",
    "kubeSchedulerConfig",
    "kubeControllerManagerConfig",
    "clientRequestToken",
)
NOT_EMULATED = ("outpostConfig",)


def create_cluster(call: Call) -> Shape:
    """Create the cluster; it is active at once, because its API server runs already."""
    params = call.params
    _require_room(call, params["name"])
    require_role(call, params["roleArn"])
    for config in items(params, "encryptionConfig"):
        require_key(call, config["provider"]["keyArn"])
    version = versions.supported(params.get("version") or versions.DEFAULT)
    vpc = _vpc_config(call, params["resourcesVpcConfig"])
    with api_server():
        endpoint = call.emulation.kubernetes.endpoint
        authority = call.emulation.kubernetes.certificate_authority
        baseline = cluster_contents.inventory(call.emulation.kubernetes)
    data: Shape = {name: params[name] for name in PLAIN_FIELDS if params.get(name) is not None}
    data |= {
        "createdAt": now(),
        "version": version.name,
        "platformVersion": version.platform,
        "status": "ACTIVE",
        "endpoint": endpoint,
        "certificateAuthority": {"data": base64.b64encode(authority).decode()},
        "resourcesVpcConfig": vpc,
        "kubernetesNetworkConfig": network_config(part(params, "kubernetesNetworkConfig")),
        "logging": logging_config(part(params, "logging")),
        "identity": {"oidc": {"issuer": f"https://oidc.eks.{call.region}.amazonaws.com/id/{random_id(32)}"}},
        "accessConfig": {"bootstrapClusterCreatorAdminPermissions": True, "authenticationMode": "CONFIG_MAP"}
        | part(params, "accessConfig"),
        "upgradePolicy": {"supportType": "EXTENDED"} | part(params, "upgradePolicy"),
        "deletionProtection": bool(params.get("deletionProtection")),
        "tags": part(params, "tags"),
        "health": {"issues": []},
    }
    cluster = Cluster(data, call.account, call.region, baseline)
    data["arn"] = cluster.arn("cluster", cluster.name)
    vpc["clusterSecurityGroupId"] = create_security_group(call, cluster)
    call.emulation.eks.cluster = cluster
    if data["accessConfig"]["bootstrapClusterCreatorAdminPermissions"]:
        entries.admit_creator(call, cluster)
    return {"cluster": copy.deepcopy(data)}


def describe_cluster(call: Call) -> Shape:
    """Return the cluster."""
    return {"cluster": cluster_of(call).data}


def list_clusters(call: Call) -> Shape:
    """List the names of the caller's clusters."""
    cluster = call.emulation.eks.cluster
    mine = cluster and (cluster.account, cluster.region) == (call.account, call.region)
    return page(call, [cluster.name] if cluster and mine else [], "clusters")


def delete_cluster(call: Call) -> Shape:
    """Delete the cluster and everything that it held in the API server."""
    cluster = cluster_of(call)
    if cluster.nodegroups:
        raise ResourceInUseError(
            "Cluster has nodegroups attached", cluster=cluster.name, nodegroup=",".join(cluster.nodegroups)
        )
    if cluster.data["deletionProtection"]:
        message = f"Cluster {cluster.name} has deletion protection enabled; disable it before you delete the cluster."
        raise InvalidRequestError(
            message,
            cluster=cluster.name,
        )
    with api_server():
        cluster_contents.empty(call.emulation.kubernetes, cluster.baseline)
    delete_security_group(call, cluster)
    call.emulation.eks.cluster = None
    return {"cluster": cluster.data | {"status": "DELETING"}}


def network_config(sent: Shape) -> Shape:
    """Complete the service network as EKS does."""
    return {"serviceIpv4Cidr": "172.20.0.0/16", "ipFamily": "ipv4", "elasticLoadBalancing": {"enabled": False}} | sent


def logging_config(sent: Shape, current: Shape | None = None) -> Shape:
    """Return every log type, enabled ones first; types that the request does not name stay as they are."""
    enabled = dict.fromkeys(LOG_TYPES, False)
    for setup in [*(current or {}).get("clusterLogging", []), *sent.get("clusterLogging", [])]:
        enabled |= dict.fromkeys(items(setup, "types"), bool(setup.get("enabled")))
    groups = [(flag, [kind for kind in LOG_TYPES if enabled[kind] is flag]) for flag in (True, False)]
    return {"clusterLogging": [{"types": types, "enabled": flag} for flag, types in groups if types]}


def _require_room(call: Call, name: str) -> None:
    if not NAME.fullmatch(name):
        message = (
            "The cluster name must begin with a letter or digit, hold only letters, digits, - and _, and have at most "
            f"100 characters: {name!r} does not."
        )
        raise InvalidParameterError(
            message,
            cluster=name,
        )
    existing = call.emulation.eks.cluster
    if existing and (existing.name, existing.account, existing.region) == (name, call.account, call.region):
        message = f"Cluster already exists with name: {name}"
        raise ResourceInUseError(message, cluster=name)
    if existing:
        message = (
            f"The sandbox has one Kubernetes API server, so it holds one EKS cluster at a time, and {existing.name} "
            f"({existing.region}) exists. Delete it, for example by destroying its stack, before you create {name}."
        )
        raise ResourceLimitExceededError(
            message,
            cluster=name,
        )
    for field in NOT_EMULATED:
        if call.params.get(field):
            message = f"The sandbox does not emulate the cluster's {field}; leave it out."
            raise InvalidParameterError(message)
    if part(call.params, "computeConfig").get("enabled"):
        raise InvalidParameterError("The sandbox does not emulate EKS Auto Mode; leave computeConfig out.")


def _vpc_config(call: Call, sent: Shape) -> Shape:
    subnets = subnets_of(call, items(sent, "subnetIds"))
    if len({subnet["zone"] for subnet in subnets}) < 2:  # noqa: PLR2004
        raise InvalidParameterError("Subnets specified must be in at least two different AZs")
    if len({subnet["vpc"] for subnet in subnets}) > 1:
        raise InvalidParameterError("Subnets specified must be in the same VPC")
    require_security_groups(call, items(sent, "securityGroupIds"))
    defaults: Shape = {"endpointPublicAccess": True, "endpointPrivateAccess": False, "securityGroupIds": []}
    config: Shape = defaults | sent
    config["vpcId"] = subnets[0]["vpc"]
    return complete_endpoint_access(config)


def complete_endpoint_access(config: Shape) -> Shape:
    """Check who may reach the API server, and fill in everybody where nothing was said."""
    if not (config["endpointPublicAccess"] or config["endpointPrivateAccess"]):
        raise InvalidParameterError("Private and public endpoint access cannot be false")
    if config["endpointPublicAccess"]:
        config["publicAccessCidrs"] = config.get("publicAccessCidrs") or ["0.0.0.0/0"]
    else:
        config["publicAccessCidrs"] = []
    return config


OPERATIONS = {
    "CreateCluster": create_cluster,
    "DescribeCluster": describe_cluster,
    "ListClusters": list_clusters,
    "DeleteCluster": delete_cluster,
}
