"""The AWS Load Balancer Controller: makes a network load balancer for a Service, and takes it away with it."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, ResourceOptions

from components import load_balancer_permissions, versions
from components.load_balancer_permissions import NAMESPACE, SERVICE_ACCOUNT
from components.names import load_balancer_role
from components.pod_identity import PodIdentity


class LoadBalancerControllerArgs(TypedDict):
    """What a LoadBalancerController is made from."""

    cluster_name: str
    """Cluster whose Services get load balancers."""
    cluster_arn: str
    """ARN of that cluster, as text."""
    partition: str
    """AWS partition, for ARNs."""
    region: str
    """Region of the cluster; the controller cannot ask the metadata service, which pods do not reach."""
    account_id: str
    """Account of the cluster."""
    vpc_id: Input[str]
    """VPC of the cluster, likewise."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of load balancers, target groups and security groups. Default: the controller's own only."""


class LoadBalancerController(ComponentResource):
    """The AWS Load Balancer Controller for Services of class `service.k8s.aws/nlb`, with least privilege."""

    def __init__(self, name: str, args: LoadBalancerControllerArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:LoadBalancerController", name, None, opts)
        cluster = args["cluster_name"]
        identity = PodIdentity(
            f"{name}-identity",
            {
                "cluster_name": cluster,
                "cluster_arn": args["cluster_arn"],
                "namespace": NAMESPACE,
                "service_account": SERVICE_ACCOUNT,
                "role_name": load_balancer_role(cluster),
            },
            ResourceOptions(parent=self),
        )
        permissions = aws.iam.RolePolicy(
            f"{name}-permissions",
            role=identity.role_name,
            policy=load_balancer_permissions.controller(args["partition"], args["region"], args["account_id"], cluster),
            opts=ResourceOptions(parent=self),
        )
        kubernetes.helm.v3.Release(
            f"{name}-controller",
            name="aws-load-balancer-controller",
            namespace=NAMESPACE,
            chart=versions.LOAD_BALANCER_CONTROLLER.reference,
            version=versions.LOAD_BALANCER_CONTROLLER.version,
            repository_opts={"repo": versions.LOAD_BALANCER_CONTROLLER.repository},
            values={
                "clusterName": cluster,
                "region": args["region"],
                "vpcId": args["vpc_id"],
                "replicaCount": 2,
                "podDisruptionBudget": {"maxUnavailable": 1},
                "serviceAccount": {"name": SERVICE_ACCOUNT},
                "defaultTags": dict(args.get("tags", {})),
                # With the webhook no Service could be made while the controller is away; ours name their class.
                "enableServiceMutatorWebhook": False,
                # Calls come through the gateway; Ingresses are not for this controller.
                "createIngressClassResource": False,
                "ingressClassParams": {"create": False},
                "webhookConfig": {"disableIngressValidation": True},
                "enableShield": False,
                "enableWaf": False,
                "enableWafv2": False,
                # Each rendering would make a new certificate, and each upgrade a gap until it is everywhere.
                "keepTLSSecret": True,
            },
            opts=ResourceOptions(parent=self, depends_on=[identity, permissions]),
        )
        self.register_outputs({})
