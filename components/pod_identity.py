"""A pod identity: an IAM role for the pods of one Kubernetes service account."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import iam_documents


class PodIdentityArgs(TypedDict):
    """What a PodIdentity is made from."""

    cluster_name: Input[str]
    """Cluster of the service account."""
    cluster_arn: str
    """ARN of that cluster, as text, so that the trust policy can be checked before the cluster exists."""
    namespace: str
    """Namespace of the service account."""
    service_account: str
    """Name of the service account."""
    role_name: Input[str]
    """Name of the role, unique in the account, at most 64 characters."""
    permissions_boundary_arn: NotRequired[Input[str]]
    """Policy that says the most that the role may ever do. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of role and association. Default: those of the provider."""


class PodIdentity(ComponentResource):
    """A role that only the pods of one service account of one cluster can assume, with session tags that say so."""

    role_arn: Output[str]
    """ARN of the role."""
    role_name: Output[str]
    """Name of the role, to attach policies to."""

    def __init__(self, name: str, args: PodIdentityArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:PodIdentity", name, None, opts)
        here = ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{name}-role",
            name=args["role_name"],
            assume_role_policy=iam_documents.pod_identity_trust(
                args["cluster_arn"], args["namespace"], args["service_account"]
            ),
            permissions_boundary=args.get("permissions_boundary_arn"),
            tags=args.get("tags"),
            opts=here,
        )
        aws.eks.PodIdentityAssociation(
            f"{name}-association",
            cluster_name=args["cluster_name"],
            namespace=args["namespace"],
            service_account=args["service_account"],
            role_arn=role.arn,
            tags=args.get("tags"),
            opts=here,
        )
        self.role_arn = role.arn
        self.role_name = role.name
        self.register_outputs({"role_arn": self.role_arn, "role_name": self.role_name})
