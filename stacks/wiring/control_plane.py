"""The control plane of an environment: an EKS cluster of its own, or one that exists."""

from dataclasses import dataclass

import pulumi_aws as aws
from pulumi import InvokeOptions, Output, ResourceOptions

from components.serving_cluster import ServingCluster, kubeconfig
from stacks.model import Settings
from stacks.wiring.account import Account
from stacks.wiring.foundation import Foundation


@dataclass(frozen=True)
class ControlPlane:
    """What others need of the control plane, whoever made it."""

    name: Output[str]
    endpoint: Output[str]
    kubeconfig: Output[str]
    security_group_id: Output[str]
    made: tuple[ServingCluster, ...]
    """What must exist before anything in the cluster, and outlive it."""


def control_plane(settings: Settings, account: Account, base: Foundation) -> ControlPlane:
    """Declare it, or look it up."""
    return _given(account) if settings.cluster.existing else _made(settings, account, base)


def _given(account: Account) -> ControlPlane:
    found = aws.eks.get_cluster(name=account.cluster_name, opts=InvokeOptions(provider=account.provider))
    (authority,) = found.certificate_authorities
    return ControlPlane(
        name=Output.from_input(account.cluster_name),
        endpoint=Output.from_input(found.endpoint),
        kubeconfig=Output.from_input(
            kubeconfig(account.cluster_name, found.endpoint, authority.data, account.region),
        ),
        security_group_id=Output.from_input(found.vpc_config.cluster_security_group_id),
        made=(),
    )


def _made(settings: Settings, account: Account, base: Foundation) -> ControlPlane:
    made = ServingCluster(
        "cluster",
        {
            "cluster_name": account.cluster_name,
            "kubernetes_version": settings.cluster.version,
            "partition": account.partition,
            "region": account.region,
            "subnet_ids": base.network.private_subnet_ids,
            "service_cidr": settings.cluster.service_cidr,
            "key_arn": base.cluster_key_arn(),
            "public_access_cidrs": settings.cluster.public_access_cidrs,
            "log_retention_days": settings.cluster.log_retention_days,
            "deletion_protection": settings.cluster.deletion_protection,
        },
        ResourceOptions(
            providers=[account.provider], protect=settings.data_protection.protect, depends_on=base.network.made
        ),
    )
    return ControlPlane(made.cluster_name, made.endpoint, made.kubeconfig, made.security_group_id, (made,))
