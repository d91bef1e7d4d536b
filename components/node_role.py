"""A node role: what an EKS node itself may do in AWS."""

from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import iam_documents
from components.image_permissions import NODE_TAG

POLICIES = ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly")


class NodeRoleArgs(TypedDict):
    """What a NodeRole is made from."""

    partition: str
    """AWS partition, for the ARNs of the managed policies."""
    cluster_name: Input[str]
    """Cluster that the nodes join; a tag of the role, by which registries know them."""
    role_name: NotRequired[Input[str]]
    """Name of the role, where something else refers to it by name. Default: generated."""


class NodeRole(ComponentResource):
    """An IAM role that lets a node join the cluster and pull images, and nothing else."""

    role_arn: Output[str]
    """ARN of the role, once its policies are attached."""
    role_name: Output[str]
    """Name of the role."""

    def __init__(self, name: str, args: NodeRoleArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:NodeRole", name, None, opts)
        here = ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{name}-role",
            name=args.get("role_name"),
            assume_role_policy=iam_documents.service_trust("ec2.amazonaws.com"),
            tags={NODE_TAG: args["cluster_name"]},
            opts=here,
        )
        attachments = [
            aws.iam.RolePolicyAttachment(
                f"{name}-{policy}",
                role=role.name,
                policy_arn=f"arn:{args['partition']}:iam::aws:policy/{policy}",
                opts=here,
            )
            for policy in POLICIES
        ]
        self.role_arn = Output.all(role.arn, *[attachment.id for attachment in attachments]).apply(lambda all_: all_[0])
        self.role_name = role.name
        self.register_outputs({"role_arn": self.role_arn, "role_name": self.role_name})
