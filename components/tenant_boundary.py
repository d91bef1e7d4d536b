"""A tenant boundary: the most that any tenant's role may ever do, whatever is attached to it."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import iam_documents

# EKS Pod Identity tags every session with the namespace of the pod.
_NAMESPACE = "${aws:PrincipalTag/kubernetes-namespace}"
_OWN = f"{_NAMESPACE}/*"


class TenantBoundaryArgs(TypedDict):
    """What a TenantBoundary is made from."""

    partition: str
    """AWS partition, for ARNs."""
    region: str
    """Region of the buckets and keys."""
    account_id: str
    """Account of tenants' own keys."""
    bucket_name: str
    """Bucket that holds the tenants' data, each below a prefix that is called as its namespace."""
    own_bucket_prefix: str
    """What the names of tenants' own buckets begin with; the namespace follows. Their keys need no mention."""
    key_arns: Sequence[Input[str]]
    """KMS keys of shared buckets, which tenants may use by way of S3."""
    shared_bucket_names: NotRequired[Sequence[str]]
    """Other buckets that tenants were granted something in. Default: none."""


class TenantBoundary(ComponentResource):
    """A permissions boundary for the roles of all tenants: own prefix, granted buckets, their keys, no more.

    One policy of one size, however many tenants have buckets and keys of their own.
    """

    policy_arn: Output[str]
    """ARN of the boundary."""

    def __init__(self, name: str, args: TenantBoundaryArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:TenantBoundary", name, None, opts)
        shared = sorted(set(args.get("shared_bucket_names", [])))
        policy = aws.iam.Policy(
            f"{name}-boundary",
            description="The most that a tenant's role may do",
            policy=Output.all(*args["key_arns"]).apply(
                lambda keys: boundary(
                    args["partition"],
                    args["region"],
                    args["account_id"],
                    args["bucket_name"],
                    args["own_bucket_prefix"],
                    shared_buckets=shared,
                    key_arns=keys,
                )
            ),
            opts=ResourceOptions(parent=self),
        )
        self.policy_arn = policy.arn
        self.register_outputs({"policy_arn": self.policy_arn})


def boundary(
    partition: str,
    region: str,
    account_id: str,
    bucket: str,
    own_bucket_prefix: str,
    *,
    shared_buckets: Sequence[str],
    key_arns: Sequence[str],
) -> str:
    """What tenants' own policies can be narrowed to, and never widened beyond."""
    common, own, *shared = (
        f"arn:{partition}:s3:::{name}" for name in (bucket, f"{own_bucket_prefix}{_NAMESPACE}", *shared_buckets)
    )
    through_s3 = {"StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"}}
    actions = ("GetObject", "PutObject", "DeleteObject", "AbortMultipartUpload", "ListMultipartUploadParts")
    statements: list[iam_documents.Statement] = [
        {
            "Sid": "Objects",
            "Effect": "Allow",
            "Action": [f"s3:{action}" for action in actions],
            "Resource": [f"{common}/{_OWN}", f"{own}/{_OWN}", *(f"{arn}/*" for arn in shared)],
        },
        {
            "Sid": "ListOwnPrefix",
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": [common, own],
            "Condition": {"StringLike": {"s3:prefix": _OWN}},
        },
        {
            "Sid": "KeyOfOwnBucket",
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": f"arn:{partition}:kms:{region}:{account_id}:key/*",
            "Condition": {**through_s3, "StringLike": {"kms:EncryptionContext:aws:s3:arn": [own, f"{own}/*"]}},
        },
    ]
    if key_arns:
        statements.append(
            {
                "Sid": "KeysThroughS3",
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": sorted(set(key_arns)),
                "Condition": through_s3,
            }
        )
    if shared:
        statements.append({"Sid": "ListGranted", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": shared})
    return iam_documents.document(*statements)
