"""The VPC CNI: pod addresses, and the engine that enforces network policies."""

import json
from typing import TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import iam_documents

CONFIGURATION = {
    "enableNetworkPolicy": "true",
    "nodeAgent": {"enablePolicyEventLogs": "true"},
    # In standard mode a new pod talks to everybody until its policies are programmed; strict starts at deny.
    "env": {"NETWORK_POLICY_ENFORCING_MODE": "strict"},
}


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


class VpcCni(ComponentResource):
    """The VPC CNI add-on with network policies in strict mode and an identity of its own."""

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
        add_on = aws.eks.Addon(
            f"{name}-add-on",
            cluster_name=args["cluster_name"],
            addon_name="vpc-cni",
            addon_version=args["version"],
            configuration_values=json.dumps(CONFIGURATION),
            pod_identity_associations=[{"service_account": "aws-node", "role_arn": role.arn}],
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            opts=ResourceOptions(parent=self, depends_on=[policy]),
        )
        self.version = add_on.addon_version
        self.register_outputs({"version": self.version})
