"""What the nodes of a group run on: instance types, disk, image."""

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks import images, launch_templates, node_pool
from sandbox.aws.server.eks.errors import InvalidParameterError, InvalidRequestError
from sandbox.aws.server.shapes import Shape

DEFAULT_INSTANCE_TYPE = "t3.medium"
DEFAULT_DISK_GIB = 20


def choose(call: Call, version: str) -> Shape:
    """Return the machine fields of a new node group, from the request and its launch template."""
    params, machine, template = call.params, Shape(), Shape()
    if reference := params.get("launchTemplate"):
        machine["launchTemplate"], template = launch_templates.resolve(call, reference)
        _require_no_overlap(params, template)
    else:
        machine["diskSize"] = params.get("diskSize") or DEFAULT_DISK_GIB
    types: list[str] = params.get("instanceTypes") or [template.get("InstanceType") or DEFAULT_INSTANCE_TYPE]
    if not template.get("InstanceType"):
        machine["instanceTypes"] = types
    return machine | _image(params, template, version, node_pool.architecture_of(call, types))


def _require_no_overlap(params: Shape, template: Shape) -> None:
    if params.get("diskSize"):
        raise InvalidParameterError("Disk size must be specified within the launch template.")
    if params.get("remoteAccess"):
        raise InvalidParameterError("Remote access configuration cannot be specified with a launch template.")
    if params.get("instanceTypes") and template.get("InstanceType"):
        raise InvalidRequestError("Instance types must be in the node group or in its launch template, not in both.")
    if template.get("ImageId") and any(params.get(field) for field in ("version", "releaseVersion")):
        raise InvalidParameterError("A launch template with an image id excludes version and releaseVersion.")


def _image(params: Shape, template: Shape, version: str, architecture: str) -> Shape:
    own_image = template.get("ImageId")
    standard = f"AL2023_{'ARM_64' if architecture == 'arm64' else 'x86_64'}_STANDARD"
    ami_type: str = params.get("amiType") or ("CUSTOM" if own_image else standard)
    if (ami_type == "CUSTOM") != bool(own_image):
        raise InvalidParameterError("amiType CUSTOM and an image id in the launch template go together.")
    if own_image:
        return {"amiType": ami_type, "releaseVersion": own_image}
    if ami_type not in images.AMI_TYPES:
        message = f"The sandbox does not offer amiType {ami_type} (it offers {', '.join(images.AMI_TYPES)})."
        raise InvalidParameterError(message)
    if images.AMI_TYPES[ami_type][1] != architecture:
        message = f"{architecture} instance types are not valid for requested amiType {ami_type}"
        raise InvalidParameterError(message)
    release = images.release_version(ami_type, version, params.get("releaseVersion"))
    return {"amiType": ami_type, "releaseVersion": release}
