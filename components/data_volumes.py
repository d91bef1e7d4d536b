"""Volumes of data sources that are mounted: what each CSI driver wants to know."""

from collections.abc import Sequence
from typing import TypedDict

from pulumi import Input

POD_USER = 10001
"""User and group of the tenants' pods."""


class CsiVolume(TypedDict):
    """What differs between persistent volumes."""

    driver: str
    """Name of the CSI driver."""
    handle: Input[str]
    """What the driver knows the volume by; one for each claim."""
    attributes: dict[str, str]
    """What else the driver needs."""
    mount_options: Sequence[str]
    """Options of the mount."""


def s3_mount(claim: str, bucket: str, prefix: str, region: str, *, writable: bool) -> CsiVolume:
    """Mountpoint for S3, version 2 of the driver, with the credentials of the pod that uses it and no others."""
    options = ["allow-other", f"uid={POD_USER}", f"gid={POD_USER}", f"region {region}", f"prefix {prefix}"]
    return {
        "driver": "s3.csi.aws.com",
        "handle": claim,
        "attributes": {"bucketName": bucket, "authenticationSource": "pod"},
        "mount_options": [*options, *(["allow-delete", "allow-overwrite"] if writable else ["read-only"])],
    }


def efs(handle: Input[str]) -> CsiVolume:
    """EFS by `<file system>::<access point>`, whose folder is all that the mount sees; over TLS, signed in with IAM."""
    return {
        "driver": "efs.csi.aws.com",
        "handle": handle,
        "attributes": {},
        "mount_options": ["tls", "iam"],
    }


def fsx_lustre(file_system_id: str, dns_name: str, mount_name: str) -> CsiVolume:
    """FSx for Lustre: the whole file system."""
    return {
        "driver": "fsx.csi.aws.com",
        "handle": file_system_id,
        "attributes": {"dnsname": dns_name, "mountname": mount_name},
        "mount_options": ["flock"],
    }
