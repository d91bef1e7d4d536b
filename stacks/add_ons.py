"""Which EKS add-ons an environment gets, and in which version."""

from components.versions import RELEASES
from stacks.model import Settings

NODE_ADD_ONS = ("kube-proxy", "eks-pod-identity-agent")
"""Add-ons that a node needs to become ready; the others need nodes to run on."""
POD_ADD_ONS = ("coredns", "metrics-server")
STORAGE_DRIVERS = {
    "aws-ebs-csi-driver": "volumes",
    "aws-efs-csi-driver": "file_systems",
    "aws-fsx-csi-driver": "lustre",
    "aws-mountpoint-s3-csi-driver": "buckets",
}
"""Add-ons that let pods mount something, with the setting that wants them."""


def storage_drivers(settings: Settings) -> tuple[str, ...]:
    """Add-ons that let pods mount what the settings ask for."""
    chosen = settings.cluster.storage_drivers
    return tuple(driver for driver, setting in STORAGE_DRIVERS.items() if getattr(chosen, setting))


def wanted(settings: Settings) -> dict[str, str]:
    """Every add-on of the environment with its version."""
    versions = RELEASES[settings.cluster.version].add_ons
    names = ("vpc-cni", *NODE_ADD_ONS, *POD_ADD_ONS, *storage_drivers(settings))
    return {name: versions[name] for name in names}
