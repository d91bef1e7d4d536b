"""What can be asked of EKS before anything is declared: may this cluster become that one, are its add-ons offered."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from infra import existing_cluster, made_vpc
from stacks import add_ons
from stacks.model import Settings

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_eks import EKSClient
    from mypy_boto3_eks.type_defs import ClusterTypeDef


def problems(settings: Settings, caller_arn: str, config: Config) -> Iterator[str]:
    """Everything that EKS would refuse, or would answer with another cluster."""
    eks: EKSClient = boto3.client("eks", settings.region, config=config)  # pyright: ignore[reportUnknownMemberType]
    file = f"stacks/{settings.environment}.yaml"
    existing = settings.cluster.existing
    ec2: EC2Client = boto3.client("ec2", settings.region, config=config)  # pyright: ignore[reportUnknownMemberType]
    found = existing_cluster.faults(settings, existing, caller_arn, eks) if existing else _own(settings, eks, ec2)
    yield from (f"{file}: {problem}" for problem in found)


def _own(settings: Settings, eks: "EKSClient", ec2: "EC2Client") -> Iterator[str]:
    cluster = _cluster(eks, settings.cluster_name)
    if cluster is not None:
        yield from _version(cluster, settings.cluster.version)
        yield from _addresses(cluster, settings.cluster.service_cidr)
        vpc_id = cluster.get("resourcesVpcConfig", {}).get("vpcId")
        if vpc_id and not settings.network.existing:
            yield from made_vpc.faults(settings, vpc_id, ec2)
    yield from _add_ons(eks, settings)


def _cluster(eks: "EKSClient", name: str) -> "ClusterTypeDef | None":
    try:
        return eks.describe_cluster(name=name)["cluster"]
    except eks.exceptions.ResourceNotFoundException:
        return None


def _version(cluster: "ClusterTypeDef", wanted: str) -> Iterator[str]:
    now = cluster.get("version", wanted)
    steps = _minor(wanted) - _minor(now)
    if steps < 0:
        yield f'cluster.version: the cluster runs {now} and EKS never goes back to {wanted}; write "{now}"'
    if steps > 1:
        following = f"1.{_minor(now) + 1}"
        yield (
            f"cluster.version: the cluster runs {now} and EKS upgrades one minor at a time, not to {wanted}; "
            f'write "{following}", deploy, then go on (docs/upgrades.md)'
        )


def _minor(version: str) -> int:
    return int(version.partition(".")[2])


def _addresses(cluster: "ClusterTypeDef", wanted: str) -> Iterator[str]:
    now = cluster.get("kubernetesNetworkConfig", {}).get("serviceIpv4Cidr", wanted)
    if now != wanted:
        yield (
            f"cluster.service_cidr: the cluster was made with {now} and cannot change it to {wanted} without being "
            f"replaced; write {now}"
        )


def _add_ons(eks: "EKSClient", settings: Settings) -> Iterator[str]:
    version = settings.cluster.version
    pages = eks.get_paginator("describe_addon_versions").paginate(kubernetesVersion=version, owners=["aws"])
    offered = {
        add_on.get("addonName", ""): [each.get("addonVersion", "") for each in add_on.get("addonVersions", [])]
        for page in pages
        for add_on in page["addons"]
    }
    for name, wanted in add_ons.wanted(settings).items():
        if wanted not in offered.get(name, []):
            newest = ", ".join(offered.get(name, [])[:3]) or "no version"
            yield (
                f"cluster.version: add-on {name} {wanted} is not offered for Kubernetes {version} in {settings.region} "
                f"(offered: {newest}); correct components/versions.py"
            )
