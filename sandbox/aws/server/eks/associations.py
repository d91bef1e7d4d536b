"""Access policies of an access entry: associate, list, disassociate."""

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks.access_policies import ARN_PREFIX, POLICIES
from sandbox.aws.server.eks.entries import bind, cluster_with_entries, existing_entry
from sandbox.aws.server.eks.errors import InvalidParameterError, InvalidRequestError, ResourceNotFoundError
from sandbox.aws.server.eks.state import now
from sandbox.aws.server.shapes import Shape


def associate_access_policy(call: Call) -> Shape:
    """Give a principal a policy, or change the scope of one that it has."""
    cluster, params = cluster_with_entries(call), call.params
    entry, arn, scope = existing_entry(call, cluster), params["policyArn"], dict(params["accessScope"])
    if entry.data["type"] != "STANDARD":
        message = f"Access policies cannot be associated with an entry of type {entry.data['type']}."
        raise InvalidRequestError(message)
    if arn.removeprefix(ARN_PREFIX) not in POLICIES:
        known = ", ".join(POLICIES)
        message = f"The policyArn {arn} is not valid or not emulated (the sandbox has {known})."
        raise InvalidParameterError(message)
    if (scope["type"] == "namespace") != bool(scope.get("namespaces")):
        raise InvalidParameterError("Namespaces must be named for a scope of type namespace, and only for that.")
    scope["namespaces"] = scope.get("namespaces") or []
    before = entry.policies.get(arn)
    association = {
        "policyArn": arn,
        "accessScope": scope,
        "associatedAt": before["associatedAt"] if before else now(),
        "modifiedAt": now(),
    }
    entry.policies[arn] = association
    bind(call, cluster)
    return {
        "clusterName": cluster.name,
        "principalArn": entry.data["principalArn"],
        "associatedAccessPolicy": association,
    }


def disassociate_access_policy(call: Call) -> Shape:
    """Take a policy away."""
    cluster = cluster_with_entries(call)
    entry, arn = existing_entry(call, cluster), call.params["policyArn"]
    if arn not in entry.policies:
        message = f"The policy {arn} is not associated with {entry.data['principalArn']}."
        raise ResourceNotFoundError(message)
    del entry.policies[arn]
    bind(call, cluster)
    return {}


def list_associated_access_policies(call: Call) -> Shape:
    """List a principal's policies."""
    cluster = cluster_with_entries(call)
    entry = existing_entry(call, cluster)
    return {
        "clusterName": cluster.name,
        "principalArn": entry.data["principalArn"],
        "associatedAccessPolicies": list(entry.policies.values()),
    }


OPERATIONS = {
    "AssociateAccessPolicy": associate_access_policy,
    "DisassociateAccessPolicy": disassociate_access_policy,
    "ListAssociatedAccessPolicies": list_associated_access_policies,
}
