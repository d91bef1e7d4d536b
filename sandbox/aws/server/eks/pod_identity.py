"""Pod identity associations: which IAM role the pods of a service account act as."""

import secrets

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks.errors import InvalidParameterError, ResourceInUseError, ResourceNotFoundError
from sandbox.aws.server.eks.lookup import cluster_of, require_role
from sandbox.aws.server.eks.state import Cluster, now
from sandbox.aws.server.shapes import Shape, part

SUMMARY = ("clusterName", "namespace", "serviceAccount", "associationArn", "associationId", "ownerArn")


def create_pod_identity_association(call: Call) -> Shape:
    """Give a service account a role."""
    cluster = cluster_of(call)
    return {"association": associate(call, cluster, call.params)}


def describe_pod_identity_association(call: Call) -> Shape:
    """Return an association."""
    return {"association": _existing(call, cluster_of(call))}


def list_pod_identity_associations(call: Call) -> Shape:
    """List associations, all or those of a namespace or service account."""
    wanted = {name: call.params[name] for name in ("namespace", "serviceAccount") if call.params.get(name)}
    return {
        "associations": [
            {name: association[name] for name in SUMMARY if name in association}
            for association in cluster_of(call).pod_identities.values()
            if all(association[name] == value for name, value in wanted.items())
        ]
    }


def update_pod_identity_association(call: Call) -> Shape:
    """Change the role."""
    association = _existing(call, cluster_of(call))
    if role := call.params.get("roleArn"):
        require_role(call, role)
    fields = ("roleArn", "disableSessionTags", "targetRoleArn", "policy")
    association |= {field: call.params[field] for field in fields if call.params.get(field) is not None}
    association["modifiedAt"] = now()
    return {"association": association}


def delete_pod_identity_association(call: Call) -> Shape:
    """Take the role away."""
    cluster = cluster_of(call)
    association = _existing(call, cluster)
    del cluster.pod_identities[association["associationId"]]
    return {"association": association}


def associate(call: Call, cluster: Cluster, params: Shape, owner: str | None = None) -> Shape:
    """Make an association, for a user or on behalf of an add-on."""
    namespace, account = params["namespace"], params["serviceAccount"]
    for existing in cluster.pod_identities.values():
        if (existing["namespace"], existing["serviceAccount"]) == (namespace, account):
            message = f"Association already exists: {existing['associationId']} for {namespace}/{account}"
            raise ResourceInUseError(
                message,
                cluster=cluster.name,
            )
    require_role(call, params["roleArn"])
    if not params["roleArn"].startswith("arn:"):
        message = f"roleArn {params['roleArn']} is not an ARN"
        raise InvalidParameterError(message)
    name = f"a-{secrets.token_hex(9)[:17]}"
    association: Shape = {
        "clusterName": cluster.name,
        "namespace": namespace,
        "serviceAccount": account,
        "roleArn": params["roleArn"],
        "associationArn": cluster.arn("podidentityassociation", cluster.name, name),
        "associationId": name,
        "tags": part(params, "tags"),
        "createdAt": now(),
        "modifiedAt": now(),
        "disableSessionTags": bool(params.get("disableSessionTags")),
    }
    association |= {field: params[field] for field in ("targetRoleArn", "policy") if params.get(field)}
    if owner:
        association["ownerArn"] = owner
    cluster.pod_identities[name] = association
    return association


def _existing(call: Call, cluster: Cluster) -> Shape:
    name = call.params["associationId"]
    if name not in cluster.pod_identities:
        message = f"No association found for ID: {name}"
        raise ResourceNotFoundError(message, cluster=cluster.name)
    return cluster.pod_identities[name]


OPERATIONS = {
    "CreatePodIdentityAssociation": create_pod_identity_association,
    "DescribePodIdentityAssociation": describe_pod_identity_association,
    "ListPodIdentityAssociations": list_pod_identity_associations,
    "UpdatePodIdentityAssociation": update_pod_identity_association,
    "DeletePodIdentityAssociation": delete_pod_identity_association,
}
