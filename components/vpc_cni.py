"""The VPC CNI: pod addresses, and the engine that enforces network policies."""

import json
from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import iam_documents

CONFIGURATION = {"enableNetworkPolicy": "true", "nodeAgent": {"enablePolicyEventLogs": "true"}}
# In standard mode a new pod talks to everybody until its policies are programmed; strict starts at deny.
STRICT = {"NETWORK_POLICY_ENFORCING_MODE": "strict"}
CLUSTER_NETWORK_POLICIES_SINCE = "v1.21.1"
"""First version that knows ClusterNetworkPolicy. Source: Amazon EKS User Guide, "Limit Pod traffic with Kubernetes
network policies", read 2026-11-21."""
CUSTOM_NETWORKING = {
    # Pods get no address of the node's own network interface; each zone's ENIConfig names the subnet of their own.
    "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true",
    "ENI_CONFIG_LABEL_DEF": "topology.kubernetes.io/zone",
}


def configuration(*, pods_apart: bool) -> dict[str, object]:
    """Values of the add-on: strict network policies, and pods in subnets of their own or among the nodes."""
    return {**CONFIGURATION, "env": STRICT | (CUSTOM_NETWORKING if pods_apart else {})}


class VpcCniArgs(TypedDict):
    """What a VpcCni is made from."""

    cluster_name: Input[str]
    """Cluster that gets the add-on."""
    cluster_arn: str
    """ARN of that cluster, as text."""
    partition: str
    """AWS partition, for ARNs."""
    version: Input[str]
    """Version of the EKS add-on, 1.21 or newer."""
    pod_subnet_ids: NotRequired[Mapping[str, Input[str]]]
    """Subnets of pods by availability zone. Default: none; pods then share the nodes' subnets."""


class VpcCni(ComponentResource):
    """The VPC CNI add-on with network policies in strict mode, an identity of its own, and subnets for pods only."""

    version: Output[str]
    """Version of the add-on."""

    def __init__(self, name: str, args: VpcCniArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:VpcCni", name, None, opts)
        here = ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{name}-role",
            assume_role_policy=iam_documents.pod_identity_trust(args["cluster_arn"], "kube-system", "aws-node"),
            opts=here,
        )
        policy = aws.iam.RolePolicyAttachment(
            f"{name}-role-policy",
            role=role.name,
            policy_arn=f"arn:{args['partition']}:iam::aws:policy/AmazonEKS_CNI_Policy",
            opts=here,
        )
        pod_subnet_ids = args.get("pod_subnet_ids", {})
        add_on = aws.eks.Addon(
            f"{name}-add-on",
            cluster_name=args["cluster_name"],
            addon_name="vpc-cni",
            addon_version=args["version"],
            configuration_values=json.dumps(configuration(pods_apart=bool(pod_subnet_ids))),
            pod_identity_associations=[{"service_account": "aws-node", "role_arn": role.arn}],
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            opts=ResourceOptions(parent=self, depends_on=[policy]),
        )
        for zone, subnet_id in pod_subnet_ids.items():
            # Without security groups of its own a pod's network interface has the node's.
            kubernetes.apiextensions.CustomResource(
                f"{name}-pods-{zone}",
                api_version="crd.k8s.amazonaws.com/v1alpha1",
                kind="ENIConfig",
                metadata={"name": zone},
                spec={"subnet": subnet_id},
                opts=ResourceOptions(parent=self, depends_on=[add_on]),
            )
        self.version = add_on.addon_version
        self.register_outputs({"version": self.version})
