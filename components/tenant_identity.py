"""A tenant's identity: its service account, its IAM role and the data that the role can read."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import iam_documents
from components.pod_identity import PodIdentity


class ObjectGrant(TypedDict):
    """What a tenant may do with a prefix of a bucket."""

    bucket_name: str
    """Name of the bucket."""
    prefix: str
    """Prefix, with a slash at its end."""
    writable: bool
    """Whether objects may be written and deleted as well as read."""
    key_arn: NotRequired[Input[str]]
    """KMS key that encrypts the bucket. Default: none of its own."""


class TenantIdentityArgs(TypedDict):
    """What a TenantIdentity is made from."""

    namespace: str
    """Namespace of the tenant."""
    service_account: str
    """Name of the service account of the model's pods."""
    cluster_name: str
    """Cluster of the tenant."""
    cluster_arn: str
    """ARN of that cluster, as text."""
    partition: str
    """AWS partition, for ARNs."""
    region: str
    """Region of bucket and key."""
    bucket_name: str
    """Bucket that holds the tenant's data."""
    prefix: str
    """The tenant's part of the bucket, with a slash at its end, for example `iris/`."""
    key_arn: Input[str]
    """KMS key that encrypts the bucket."""
    role_name: str
    """Name of the IAM role, at most 64 characters."""
    permissions_boundary_arn: Input[str]
    """Policy that says the most that the role may ever do (TenantBoundary)."""
    grants: NotRequired[Sequence[ObjectGrant]]
    """What the role may do beyond reading its prefix. Default: nothing."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of role and association. Default: those of the provider."""


class TenantIdentity(ComponentResource):
    """A service account without an API token, and a role that reads its own prefix and what else is granted."""

    role_arn: Output[str]
    """ARN of the IAM role."""

    def __init__(self, name: str, args: TenantIdentityArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:TenantIdentity", name, None, opts)
        here = ResourceOptions(parent=self)
        kubernetes.core.v1.ServiceAccount(
            f"{name}-service-account",
            metadata={"name": args["service_account"], "namespace": args["namespace"]},
            automount_service_account_token=False,
            opts=here,
        )
        identity = PodIdentity(
            f"{name}-pod-identity",
            {
                "cluster_name": args["cluster_name"],
                "cluster_arn": args["cluster_arn"],
                "namespace": args["namespace"],
                "service_account": args["service_account"],
                "role_name": args["role_name"],
                "permissions_boundary_arn": args["permissions_boundary_arn"],
                "tags": args.get("tags", {}),
            },
            here,
        )
        grants = args.get("grants", [])
        own: ObjectGrant = {
            "bucket_name": args["bucket_name"],
            "prefix": args["prefix"],
            "writable": False,
            "key_arn": args["key_arn"],
        }
        aws.iam.RolePolicy(
            f"{name}-data",
            role=identity.role_name,
            policy=iam_documents.tenant_data_access(
                args["partition"],
                [iam_documents.Prefix(g["bucket_name"], g["prefix"], writable=g["writable"]) for g in [own, *grants]],
            ),
            opts=here,
        )
        # A policy of its own: the keys' ARNs are unknown at first, and the data policy should be readable before that.
        keyed = [grant for grant in [own, *grants] if "key_arn" in grant]
        reads = Output.all(*(grant["key_arn"] for grant in keyed))
        writes = Output.all(*(grant["key_arn"] for grant in keyed if grant["writable"]))
        region = args["region"]
        aws.iam.RolePolicy(
            f"{name}-decrypt",
            role=identity.role_name,
            policy=Output.all(reads, writes).apply(
                lambda keys: iam_documents.keys_through_s3(keys[0], keys[1], region)
            ),
            opts=here,
        )
        self.role_arn = identity.role_arn
        self.register_outputs({"role_arn": self.role_arn})
