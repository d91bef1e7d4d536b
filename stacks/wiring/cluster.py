"""The cluster of an environment, ready for controllers: control plane, access, add-ons, system nodes."""

from dataclasses import dataclass, replace

import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
from pulumi import Output, Resource, ResourceOptions

from components import model_serving
from components.cluster_access import OPERATORS, VIEWERS, ClusterAccess, ClusterAccessArgs
from components.cluster_add_ons import ClusterAddOns
from components.controller_namespaces import ControllerNamespaces
from components.platform_firewall import PlatformFirewall
from components.platform_roles import PlatformRoles
from components.storage_drivers import StorageDrivers
from components.system_node_group import SystemNodeGroup
from components.versions import Release
from components.vpc_cni import VpcCni
from stacks import add_ons
from stacks.model import Settings
from stacks.wiring.account import Account
from stacks.wiring.control_plane import ControlPlane, control_plane
from stacks.wiring.foundation import Foundation


@dataclass(frozen=True)
class Cluster:
    """A cluster that controllers can be installed in."""

    aws_provider: aws.Provider
    kubernetes_provider: kubernetes.Provider
    name: Output[str]
    endpoint: Output[str]
    kubeconfig: Output[str]
    security_group_id: Output[str]
    ready: tuple[Resource, ...]
    """What must exist before pods of controllers can run and talk."""

    def after(self, *needed: Resource) -> ResourceOptions:
        """Options of a component that uses the cluster and waits for these others; destroy goes the other way round."""
        return ResourceOptions(
            providers=[self.aws_provider, self.kubernetes_provider], depends_on=[*self.ready, *needed]
        )


def cluster(settings: Settings, account: Account, base: Foundation, release: Release) -> Cluster:
    """Declare the cluster; of one that exists, the add-ons are there and stay its owner's."""
    control = control_plane(settings, account, base)
    in_kubernetes = kubernetes_provider(account, control.kubeconfig, _access(settings, account, control))
    declared = Cluster(
        aws_provider=account.provider,
        kubernetes_provider=in_kubernetes,
        name=control.name,
        endpoint=control.endpoint,
        kubeconfig=control.kubeconfig,
        security_group_id=control.security_group_id,
        ready=control.made,
    )
    PlatformRoles("people", {"operator_group": OPERATORS, "viewer_group": VIEWERS}, declared.after())
    own_add_ons = [] if settings.cluster.existing else _node_add_ons(account, base, release, declared)
    nodes = _nodes(settings, account, base, release, declared, *own_add_ons)
    firewall = _firewall(settings, declared)
    ready: list[Resource] = [nodes, firewall]
    if not settings.cluster.existing:
        versions = {name: release.add_ons[name] for name in add_ons.POD_ADD_ONS}
        ready += [
            ClusterAddOns(
                "add-ons", {"cluster_name": declared.name, "versions": versions}, declared.after(nodes, firewall)
            ),
            _storage(settings, account, base, declared, nodes, firewall),
        ]
    return replace(declared, ready=tuple(ready))


def kubernetes_provider(account: Account, kubeconfig: Output[str], *needed: Resource) -> kubernetes.Provider:
    """The one way into the cluster, the same in every stack of the environment."""
    return kubernetes.Provider(
        "kubernetes",
        kubeconfig=kubeconfig,
        cluster_identifier=account.cluster_name,
        enable_server_side_apply=True,
        opts=ResourceOptions(depends_on=[*needed]),
    )


def _access(settings: Settings, account: Account, control: ControlPlane) -> ClusterAccess:
    people = settings.cluster.access
    args: ClusterAccessArgs = {
        "cluster_name": control.name,
        "partition": account.partition,
        "admin_role_arns": people.admin_role_arns,
        "operator_role_arns": people.operator_role_arns,
        "viewer_role_arns": people.viewer_role_arns,
        "team_role_arns": {name: team.role_arn for name, team in settings.teams.items() if team.role_arn},
    }
    if not settings.cluster.existing:  # its owner let the deployer in
        args["deployer_role_arn"] = people.deployer_role_arn or account.deployer_role_arn
    return ClusterAccess("access", args, ResourceOptions(providers=[account.provider]))


def _storage(
    settings: Settings, account: Account, base: Foundation, declared: Cluster, *needed: Resource
) -> StorageDrivers:
    versions = add_ons.wanted(settings)
    return StorageDrivers(
        "storage",
        {
            "cluster_name": declared.name,
            "cluster_arn": account.cluster_arn,
            "partition": account.partition,
            "region": account.region,
            "account_id": account.account_id,
            "key_arn": base.node_key_arn,
            "versions": {name: versions[name] for name in add_ons.storage_drivers(settings)},
            "tags": account.tags,
        },
        declared.after(*needed),
    )


def _node_add_ons(account: Account, base: Foundation, release: Release, declared: Cluster) -> list[Resource]:
    vpc_cni = VpcCni(
        "vpc-cni",
        {
            "cluster_name": declared.name,
            "cluster_arn": account.cluster_arn,
            "partition": account.partition,
            "version": release.add_ons["vpc-cni"],
            "pod_subnet_ids": base.network.pod_subnet_ids,
        },
        declared.after(),
    )
    node_add_ons = ClusterAddOns(
        "node-add-ons",
        {"cluster_name": declared.name, "versions": {name: release.add_ons[name] for name in add_ons.NODE_ADD_ONS}},
        declared.after(),
    )
    return [vpc_cni, node_add_ons]


def _nodes(
    settings: Settings, account: Account, base: Foundation, release: Release, declared: Cluster, *needed: Resource
) -> SystemNodeGroup:
    wanted = settings.cluster.system_nodes
    return SystemNodeGroup(
        "system-nodes",
        {
            "cluster_name": declared.name,
            "partition": account.partition,
            "kubernetes_version": settings.cluster.version,
            "ami_release": release.ami_release,
            "subnet_ids": base.network.private_subnet_ids,
            "instance_types": wanted.instance_types,
            "key_arn": base.node_key_arn,
            "min_size": wanted.min_size,
            "max_size": wanted.max_size,
            "disk_size_gib": wanted.disk_size_gib,
            "tags": account.tags,
        },
        declared.after(*needed),
    )


def _firewall(settings: Settings, declared: Cluster) -> PlatformFirewall:
    namespaces = ControllerNamespaces(
        "controllers",
        {"namespaces": model_serving.NAMESPACES, "kubernetes_version": settings.cluster.version},
        declared.after(),
    )
    return PlatformFirewall(
        "platform-firewall",
        {
            "vpc_cidr": settings.network.vpc_cidr,
            "service_cidr": settings.cluster.service_cidr,
            "namespaces": ["kube-system", *model_serving.NAMESPACES],
        },
        declared.after(namespaces),
    )
