"""Access entries: which IAM principals may use the cluster's Kubernetes API, and as whom."""

from moto.core.exceptions import ServiceException

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks.entries import NODE_TYPES, bind, cluster_with_entries, existing_entry, new_entry
from sandbox.aws.server.eks.errors import InvalidParameterError, InvalidRequestError, ResourceInUseError
from sandbox.aws.server.eks.lookup import page
from sandbox.aws.server.eks.state import now
from sandbox.aws.server.shapes import Shape, items

TYPES = {"STANDARD", "EC2", *NODE_TYPES}
RESERVED = ("system:", "eks:", "aws:", "amazon:", "iam:")


def create_access_entry(call: Call) -> Shape:
    """Let a principal in."""
    cluster, params = cluster_with_entries(call), call.params
    principal, kind = params["principalArn"], params.get("type") or "STANDARD"
    if principal in cluster.access_entries:
        raise ResourceInUseError(
            "The specified access entry resource is already in use on this cluster.", cluster=cluster.name
        )
    if kind not in TYPES:
        message = f"Invalid access entry type {kind} (valid: {', '.join(sorted(TYPES))})."
        raise InvalidParameterError(message)
    if kind != "STANDARD" and (params.get("kubernetesGroups") or params.get("username")):
        message = f"An access entry of type {kind} takes neither groups nor a user name."
        raise InvalidParameterError(message)
    _require_principal(call, principal)
    _require_free_names(params)
    entry = new_entry(cluster, principal, kind)
    entry.data |= {field: params[field] for field in ("kubernetesGroups", "username", "tags") if params.get(field)}
    cluster.access_entries[principal] = entry
    return {"accessEntry": entry.data}


def describe_access_entry(call: Call) -> Shape:
    """Return an access entry."""
    return {"accessEntry": existing_entry(call, cluster_with_entries(call)).data}


def list_access_entries(call: Call) -> Shape:
    """List principals, all or those with one policy."""
    policy = call.params.get("associatedPolicyArn")
    entries = cluster_with_entries(call).access_entries
    return page(
        call, [arn for arn, entry in entries.items() if not policy or policy in entry.policies], "accessEntries"
    )


def update_access_entry(call: Call) -> Shape:
    """Change groups or user name."""
    entry = existing_entry(call, cluster_with_entries(call))
    if entry.data["type"] != "STANDARD":
        message = f"An access entry of type {entry.data['type']} cannot be changed."
        raise InvalidRequestError(message)
    _require_free_names(call.params)
    changes = {field: call.params[field] for field in ("kubernetesGroups", "username") if field in call.params}
    entry.data |= changes | {"modifiedAt": now()}
    return {"accessEntry": entry.data}


def delete_access_entry(call: Call) -> Shape:
    """Shut a principal out."""
    cluster = cluster_with_entries(call)
    del cluster.access_entries[existing_entry(call, cluster).data["principalArn"]]
    bind(call, cluster)
    return {}


def _require_principal(call: Call, arn: str) -> None:
    parts = arn.split(":", 5)
    valid = len(parts) == 6 and parts[2] == "iam" and parts[5].startswith(("role/", "user/"))  # noqa: PLR2004
    if valid and parts[4] == call.account:
        iam, (family, name) = call.backend("iam"), parts[5].split("/", 1)
        try:
            _ = iam.get_role_by_arn(arn) if family == "role" else iam.get_user(name.rsplit("/", 1)[-1])
        except ServiceException:
            valid = False
    if not valid:
        message = f"The specified principalArn is invalid: invalid principal: {arn}"
        raise InvalidParameterError(message)


def _require_free_names(params: Shape) -> None:
    for group in items(params, "kubernetesGroups"):
        if group.startswith(RESERVED):
            message = f"The kubernetes group name {group} is invalid, it cannot start with {RESERVED}"
            raise InvalidParameterError(message)
    name = params.get("username") or ""
    if name.startswith(RESERVED):
        message = f"The username {name} is invalid, it cannot start with {RESERVED}"
        raise InvalidParameterError(message)


OPERATIONS = {
    "CreateAccessEntry": create_access_entry,
    "DescribeAccessEntry": describe_access_entry,
    "ListAccessEntries": list_access_entries,
    "UpdateAccessEntry": update_access_entry,
    "DeleteAccessEntry": delete_access_entry,
}
