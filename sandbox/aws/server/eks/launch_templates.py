"""What a node group takes from an EC2 launch template."""

from moto.core.exceptions import ServiceException

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks.errors import InvalidParameterError
from sandbox.aws.server.shapes import Shape, items, part


def resolve(call: Call, reference: Shape) -> tuple[Shape, Shape]:
    """Return the reference with id, name and a version number, and the template's data of that version."""
    if bool(reference.get("id")) == bool(reference.get("name")):
        raise InvalidParameterError("Launch template: specify either its id or its name.")
    ec2 = call.backend("ec2")
    try:
        template = (
            ec2.get_launch_template(reference["id"])
            if reference.get("id")
            else ec2.get_launch_template_by_name(reference["name"])
        )
    except (ServiceException, KeyError) as error:
        wanted = reference.get("id") or reference["name"]
        message = f"Launch template {wanted} not found."
        raise InvalidParameterError(message) from error
    try:
        version = template.get_version(reference.get("version") or "$Default")
    except (ServiceException, ValueError) as error:
        message = f"Launch template {template.id} has no version {reference['version']}."
        raise InvalidParameterError(message) from error
    return {"id": template.id, "name": template.name, "version": str(version.number)}, dict(version.data)


def disk_size(data: Shape) -> int | None:
    """Return the size of the template's first volume in GiB."""
    for mapping in items(data, "BlockDeviceMappings"):
        if size := part(mapping, "Ebs").get("VolumeSize"):
            return int(size)
    return None
