"""Machine images of EKS nodes: one release of each AMI type per Kubernetes version, with ids made from its name."""

import hashlib
import re

from sandbox.aws.server.eks.errors import InvalidParameterError

# The release that a group gets when it names none; EKS publishes a new one every week or two.
RELEASES = {
    "1.36": "1.36.2-20260818",
    "1.35": "1.35.6-20260818",
    "1.34": "1.34.6-20260818",
    "1.33": "1.33.11-20260818",
    "1.32": "1.32.13-20260818",
}
BOTTLEROCKET_RELEASE = "1.57.0-1a2b3c4d"

# AMI type of a node group -> where Parameter Store keeps its image: family, architecture and variant.
AL2023 = "/aws/service/eks/optimized-ami/{version}/amazon-linux-2023/{architecture}/{variant}/recommended"
BOTTLEROCKET = "/aws/service/bottlerocket/aws-k8s-{version}{variant}/{architecture}/latest"
AMI_TYPES = {
    "AL2023_x86_64_STANDARD": (AL2023, "x86_64", "standard"),
    "AL2023_ARM_64_STANDARD": (AL2023, "arm64", "standard"),
    "AL2023_x86_64_NVIDIA": (AL2023, "x86_64", "nvidia"),
    "AL2023_ARM_64_NVIDIA": (AL2023, "arm64", "nvidia"),
    "AL2023_x86_64_NEURON": (AL2023, "x86_64", "neuron"),
    "BOTTLEROCKET_x86_64": (BOTTLEROCKET, "x86_64", ""),
    "BOTTLEROCKET_ARM_64": (BOTTLEROCKET, "arm64", ""),
    "BOTTLEROCKET_x86_64_NVIDIA": (BOTTLEROCKET, "x86_64", "-nvidia"),
    "BOTTLEROCKET_ARM_64_NVIDIA": (BOTTLEROCKET, "arm64", "-nvidia"),
}


def image_path(ami_type: str, version: str) -> str:
    """Return where Parameter Store keeps the image of an AMI type."""
    template, architecture, variant = AMI_TYPES[ami_type]
    return template.format(version=version, architecture=architecture, variant=variant)


def image_id(ami_type: str, version: str) -> str:
    """Return the id of the image; the same in every sandbox."""
    return "ami-0" + hashlib.sha256(image_path(ami_type, version).encode()).hexdigest()[:16]


def image_name(ami_type: str, version: str) -> str:
    """Return the name that AWS gives the image."""
    template, architecture, variant = AMI_TYPES[ami_type]
    if template is BOTTLEROCKET:
        return f"bottlerocket-aws-k8s-{version}{variant}-{architecture}-v{BOTTLEROCKET_RELEASE}"
    return f"amazon-eks-node-al2023-{architecture}-{variant}-{version}-v{RELEASES[version].rsplit('-', 1)[1]}"


def release_version(ami_type: str, version: str, wanted: str | None = None) -> str:
    """Return the release that a node group runs: the one asked for if it is one of that version, else the newest."""
    if ami_type.startswith("BOTTLEROCKET"):
        return wanted or BOTTLEROCKET_RELEASE
    if wanted and not re.fullmatch(re.escape(version) + r"\.\d+-\d{8}", wanted):
        newest = RELEASES[version]
        message = (
            f"Requested release version {wanted} is not valid for kubernetes version {version} (newest: {newest})."
        )
        raise InvalidParameterError(message)
    return wanted or RELEASES[version]


def has_gpu_driver(ami_type: str) -> bool:
    """Tell whether pods on such a node see its GPUs; an image of one's own is taken to bring the driver."""
    return ami_type.endswith("_NVIDIA") or ami_type == "CUSTOM"
