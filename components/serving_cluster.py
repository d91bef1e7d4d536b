"""A serving cluster: the EKS control plane that models are served on."""

import json
from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import iam_documents

CONTROL_PLANE_LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")


class ServingClusterArgs(TypedDict):
    """What a ServingCluster is made from."""

    cluster_name: str
    """Name of the cluster, unique in account and region; people type it in kubeconfig commands."""
    kubernetes_version: Input[str]
    """Minor version, for example `1.36`; EKS upgrades one minor at a time and never back."""
    partition: str
    """AWS partition, for ARNs."""
    region: str
    """Region of the cluster, for the kubeconfig."""
    subnet_ids: Input[Sequence[Input[str]]]
    """Private subnets in two zones or more."""
    service_cidr: Input[str]
    """Address range of Kubernetes Services; must not meet the VPC. Cannot change later."""
    key_arn: Input[str]
    """KMS key that encrypts Kubernetes Secrets and the control-plane logs. Cannot change later."""
    public_access_cidrs: NotRequired[Sequence[str]]
    """Address ranges that may reach the Kubernetes API from the Internet. Default: none; the API is private."""
    log_retention_days: NotRequired[Input[int]]
    """Days that control-plane logs are kept. Default: 365."""
    deletion_protection: NotRequired[Input[bool]]
    """Whether EKS refuses to delete the cluster. Default: true."""


class ServingCluster(ComponentResource):
    """An EKS control plane: private, encrypted, logged, with API access entries only."""

    cluster_name: Output[str]
    """Name of the cluster; known only once the cluster exists, so whatever uses it waits for the cluster."""
    endpoint: Output[str]
    """URL of the Kubernetes API."""
    kubeconfig: Output[str]
    """Kubeconfig (JSON) without any credential: it signs in with the AWS identity of whoever uses it."""
    security_group_id: Output[str]
    """Security group that EKS made, for the control plane and every node."""

    def __init__(self, name: str, args: ServingClusterArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:ServingCluster", name, None, opts)
        here = ResourceOptions(parent=self)
        log_group = aws.cloudwatch.LogGroup(
            f"{name}-log-group",
            name=f"/aws/eks/{args['cluster_name']}/cluster",  # EKS writes to this name
            kms_key_id=args["key_arn"],
            retention_in_days=args.get("log_retention_days", 365),
            opts=here,
        )
        role = aws.iam.Role(
            f"{name}-role", assume_role_policy=iam_documents.service_trust("eks.amazonaws.com"), opts=here
        )
        policy = aws.iam.RolePolicyAttachment(
            f"{name}-role-policy",
            role=role.name,
            policy_arn=f"arn:{args['partition']}:iam::aws:policy/AmazonEKSClusterPolicy",
            opts=here,
        )
        public_cidrs = list(args.get("public_access_cidrs", []))
        cluster = aws.eks.Cluster(
            f"{name}-cluster",
            name=args["cluster_name"],
            version=args["kubernetes_version"],
            role_arn=role.arn,
            vpc_config={
                "subnet_ids": args["subnet_ids"],
                "endpoint_private_access": True,
                "endpoint_public_access": bool(public_cidrs),
                "public_access_cidrs": public_cidrs or None,
            },
            kubernetes_network_config={"service_ipv4_cidr": args["service_cidr"], "ip_family": "ipv4"},
            encryption_config={"provider": {"key_arn": args["key_arn"]}, "resources": ["secrets"]},
            enabled_cluster_log_types=list(CONTROL_PLANE_LOGS),
            access_config={"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": False},
            upgrade_policy={"support_type": "STANDARD"},
            bootstrap_self_managed_addons=False,
            deletion_protection=args.get("deletion_protection", True),
            opts=ResourceOptions(parent=self, depends_on=[log_group, policy]),
        )
        self.cluster_name = cluster.name
        self.endpoint = cluster.endpoint
        self.security_group_id = cluster.vpc_config.apply(lambda made: made.cluster_security_group_id or "")
        self.kubeconfig = Output.all(
            cluster.name, cluster.endpoint, cluster.certificate_authority.data, args["region"]
        ).apply(lambda facts: kubeconfig(*facts))
        self.register_outputs(
            {
                "cluster_name": self.cluster_name,
                "endpoint": self.endpoint,
                "kubeconfig": self.kubeconfig,
                "security_group_id": self.security_group_id,
            }
        )


def kubeconfig(cluster_name: str, endpoint: str, certificate_authority: str, region: str) -> str:
    """A kubeconfig that asks the AWS CLI for a token: the same text on every run, nothing secret in it."""
    sign_in = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "aws",
        "args": ["eks", "get-token", "--cluster-name", cluster_name, "--region", region, "--output", "json"],
        "interactiveMode": "Never",
    }
    cluster = {"server": endpoint, "certificate-authority-data": certificate_authority}
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": cluster_name, "cluster": cluster}],
            "users": [{"name": cluster_name, "user": {"exec": sign_in}}],
            "contexts": [{"name": cluster_name, "context": {"cluster": cluster_name, "user": cluster_name}}],
            "current-context": cluster_name,
        }
    )
