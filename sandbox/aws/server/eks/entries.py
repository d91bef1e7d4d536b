"""Access entries as other parts of EKS need them: find them, make them for clusters and nodes, sign callers in."""

import uuid

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks import access_policies
from sandbox.aws.server.eks.access_policies import ARN_PREFIX
from sandbox.aws.server.eks.api_server import api_server
from sandbox.aws.server.eks.errors import InvalidRequestError, ResourceNotFoundError
from sandbox.aws.server.eks.lookup import cluster_of
from sandbox.aws.server.eks.state import AccessEntry, Cluster, now
from sandbox.aws.server.identity import Identity, caller

NODE_TYPES = {"EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX", "HYPERPOD_LINUX"}
NODE_GROUPS = ["system:nodes"]
NODE_USER = "system:node:{{EC2PrivateDNSName}}"


def cluster_with_entries(call: Call) -> Cluster:
    """Return the cluster that the request names, if it has access entries at all."""
    cluster = cluster_of(call)
    if cluster.data["accessConfig"]["authenticationMode"] == "CONFIG_MAP":
        raise InvalidRequestError(
            "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this "
            "operation.",
            cluster=cluster.name,
        )
    return cluster


def existing_entry(call: Call, cluster: Cluster) -> AccessEntry:
    """Return the entry that the request names."""
    principal = call.params["principalArn"]
    if principal not in cluster.access_entries:
        message = f"The specified principalArn could not be found: {principal}."
        raise ResourceNotFoundError(message, cluster=cluster.name)
    return cluster.access_entries[principal]


def new_entry(cluster: Cluster, principal: str, kind: str) -> AccessEntry:
    """Return an entry with the names that EKS gives by default."""
    _, _, _, _, account, resource = principal.split(":", 5)
    family, name = resource.split("/", 1)
    standard_name = principal
    if family == "role":
        standard_name = f"arn:aws:sts::{account}:assumed-role/{name.rsplit('/', 1)[-1]}/{{{{SessionName}}}}"
    return AccessEntry(
        {
            "clusterName": cluster.name,
            "principalArn": principal,
            "kubernetesGroups": NODE_GROUPS if kind in NODE_TYPES else [],
            "accessEntryArn": cluster.arn("access-entry", cluster.name, family, account, name, str(uuid.uuid4())),
            "createdAt": now(),
            "modifiedAt": now(),
            "tags": {},
            "username": NODE_USER if kind in NODE_TYPES else standard_name,
            "type": kind,
        }
    )


def bind(call: Call, cluster: Cluster) -> None:
    """Bring the RoleBindings of access policies up to date."""
    with api_server():
        access_policies.bind(call.emulation.kubernetes, cluster)


def admit_creator(call: Call, cluster: Cluster) -> None:
    """Make whoever creates the cluster its administrator, as EKS does unless it is told not to."""
    identity = caller(call.account, call.access_key_id)
    if identity is None or cluster.data["accessConfig"]["authenticationMode"] == "CONFIG_MAP":
        return
    entry = new_entry(cluster, identity.principal_arn, "STANDARD")
    arn = ARN_PREFIX + "AmazonEKSClusterAdminPolicy"
    scope = {"type": "cluster", "namespaces": list[str]()}
    entry.policies[arn] = {"policyArn": arn, "accessScope": scope, "associatedAt": now(), "modifiedAt": now()}
    cluster.access_entries[identity.principal_arn] = entry


def admit_nodes(cluster: Cluster, role: str) -> None:
    """Let the nodes of a group join, as EKS does for managed node groups."""
    if cluster.data["accessConfig"]["authenticationMode"] != "CONFIG_MAP" and role not in cluster.access_entries:
        cluster.access_entries[role] = new_entry(cluster, role, "EC2_LINUX")
        cluster.made_for_nodes.add(role)


def dismiss_nodes(cluster: Cluster, role: str) -> None:
    """Remove the entry that EKS made for a node role, when no group uses the role any more."""
    used = any(nodegroup["nodeRole"] == role for nodegroup in cluster.nodegroups.values())
    if role in cluster.made_for_nodes and not used:
        cluster.made_for_nodes.discard(role)
        cluster.access_entries.pop(role, None)


def sign_in(cluster: Cluster, identity: Identity) -> tuple[str, list[str]] | None:
    """Return the user name and groups of a caller, or None for one who may not in."""
    entry = cluster.access_entries.get(identity.principal_arn)
    if entry is None:
        return None
    if entry.data["type"] in NODE_TYPES:
        # A real node is known by its instance; nothing in the sandbox signs in as one.
        return None
    name = entry.data["username"].replace("{{SessionName}}", identity.session_name.replace("@", "-"))
    name = name.replace("{{SessionNameRaw}}", identity.session_name).replace("{{AccountID}}", identity.account)
    return name, [*entry.data["kubernetesGroups"], *access_policies.groups(entry.policies)]
