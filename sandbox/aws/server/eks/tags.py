"""Tags of everything in EKS."""

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks.errors import ResourceNotFoundError
from sandbox.aws.server.shapes import Shape

ARN_FIELDS = ("arn", "nodegroupArn", "addonArn", "accessEntryArn", "associationArn")


def tag_resource(call: Call) -> Shape:
    """Add tags, or change their values."""
    _tagged(call).update(call.params["tags"])
    return {}


def untag_resource(call: Call) -> Shape:
    """Remove tags."""
    tags = _tagged(call)
    for key in call.params["tagKeys"]:
        tags.pop(key, None)
    return {}


def list_tags_for_resource(call: Call) -> Shape:
    """Return the tags of a resource."""
    return {"tags": _tagged(call)}


def _tagged(call: Call) -> dict[str, str]:
    arn, cluster = call.params["resourceArn"], call.emulation.eks.cluster
    resources: list[Shape] = []
    if cluster:
        resources = [
            cluster.data,
            *cluster.nodegroups.values(),
            *cluster.addons.values(),
            *(entry.data for entry in cluster.access_entries.values()),
            *cluster.pod_identities.values(),
        ]
    for resource in resources:
        if any(resource.get(field) == arn for field in ARN_FIELDS):
            return resource["tags"]
    message = f"The specified resource {arn} does not exist."
    raise ResourceNotFoundError(message)


OPERATIONS = {
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "ListTagsForResource": list_tags_for_resource,
}
