"""The cluster of an environment, ready for controllers: control plane, access, add-ons, system nodes."""

from dataclasses import dataclass

import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
from pulumi import Output, Resource, ResourceOptions

from components import model_serving
from components.cluster_access import OPERATORS, VIEWERS, ClusterAccess
from components.cluster_add_ons import ClusterAddOns
from components.controller_namespaces import ControllerNamespaces
from components.model_endpoint import SERVING_PORT
from components.platform_firewall import PlatformFirewall
from components.platform_roles import PlatformRoles
from components.serving_cluster import ServingCluster
from components.storage_drivers import StorageDrivers
from components.system_node_group import SystemNodeGroup
from components.versions import Release
from components.vpc_cni import VpcCni
from stacks import add_ons
from stacks.model import Settings
from stacks.wiring.account import Account
from stacks.wiring.foundation import Foundation


@dataclass(frozen=True)
class Cluster:
    """A cluster that controllers can be installed in."""

    aws_provider: aws.Provider
    kubernetes_provider: kubernetes.Provider
    name: Output[str]
    endpoint: Output[str]
    kubeconfig: Output[str]
    ready: tuple[Resource, ...]
    """What must exist before pods of controllers can run and talk."""

    def after(self, *needed: Resource) -> ResourceOptions:
        """Options of a component that uses the cluster and waits for these others; destroy goes the other way round."""
        return ResourceOptions(
            providers=[self.aws_provider, self.kubernetes_provider], depends_on=[*self.ready, *needed]
        )


def cluster(settings: Settings, account: Account, base: Foundation, release: Release) -> Cluster:
    """Declare the cluster."""
    control_plane = ServingCluster(
        "cluster",
        {
            "cluster_name": account.names.cluster,
            "kubernetes_version": settings.cluster.version,
            "partition": account.partition,
            "region": account.region,
            "subnet_ids": base.network.private_subnet_ids,
            "service_cidr": settings.cluster.service_cidr,
            "key_arn": base.cluster_key_arn,
            "public_access_cidrs": settings.cluster.public_access_cidrs,
            "log_retention_days": settings.cluster.log_retention_days,
            "deletion_protection": settings.cluster.deletion_protection,
        },
        ResourceOptions(
            providers=[account.provider], protect=settings.data_protection.protect, depends_on=base.network.made
        ),
    )
    people = settings.cluster.access
    access = ClusterAccess(
        "access",
        {
            "cluster_name": control_plane.cluster_name,
            "partition": account.partition,
            "deployer_role_arn": people.deployer_role_arn or account.deployer_role_arn,
            "admin_role_arns": people.admin_role_arns,
            "operator_role_arns": people.operator_role_arns,
            "viewer_role_arns": people.viewer_role_arns,
            "team_role_arns": {name: team.role_arn for name, team in settings.teams.items() if team.role_arn},
        },
        ResourceOptions(providers=[account.provider]),
    )
    in_kubernetes = kubernetes.Provider(
        "kubernetes",
        kubeconfig=control_plane.kubeconfig,
        cluster_identifier=account.names.cluster,
        enable_server_side_apply=True,
        opts=ResourceOptions(depends_on=[access]),
    )
    declared = Cluster(
        aws_provider=account.provider,
        kubernetes_provider=in_kubernetes,
        name=control_plane.cluster_name,
        endpoint=control_plane.endpoint,
        kubeconfig=control_plane.kubeconfig,
        ready=(control_plane,),
    )
    PlatformRoles("people", {"operator_group": OPERATORS, "viewer_group": VIEWERS}, declared.after())
    nodes = _nodes(settings, account, base, release, declared)
    firewall = _firewall(settings, declared)
    pod_add_ons = ClusterAddOns(
        "add-ons",
        {"cluster_name": declared.name, "versions": {name: release.add_ons[name] for name in add_ons.POD_ADD_ONS}},
        declared.after(nodes, firewall),
    )
    storage = _storage(settings, account, base, declared, nodes, firewall)
    return Cluster(
        aws_provider=declared.aws_provider,
        kubernetes_provider=declared.kubernetes_provider,
        name=declared.name,
        endpoint=declared.endpoint,
        kubeconfig=declared.kubeconfig,
        ready=(nodes, firewall, pod_add_ons, storage),
    )


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


def _nodes(
    settings: Settings, account: Account, base: Foundation, release: Release, declared: Cluster
) -> SystemNodeGroup:
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
        declared.after(vpc_cni, node_add_ons),
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
            "gateway_namespace": model_serving.GATEWAY_PODS.namespace,
            "gateway_labels": model_serving.GATEWAY_PODS.labels,
            "serving_port": SERVING_PORT,
        },
        declared.after(namespaces),
    )
