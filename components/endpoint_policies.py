"""Policies of VPC endpoints: what may pass from the VPC to an AWS service."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from components.iam_documents import Statement, document

# Services that a caller of this account could use to reach keys, queues and registries of another.
_SHAREABLE = {
    "ecr.api": ("ecr", ("repository/*",), ("ecr:GetAuthorizationToken", "ecr:DescribeRegistry")),
    "kms": ("kms", ("key/*", "alias/*"), ("kms:CreateKey", "kms:ListAliases", "kms:ListKeys")),
    "sqs": ("sqs", ("*",), ()),
}
_PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


def interface(service: str, partition: str, region: str, account_id: str) -> str:
    """What may be asked of a service: by this account's principals only and, where things can be shared, of its own.

    So nobody carries data out with another account's credentials, or into another account's key, queue or registry.
    """
    service = {"ecr.dkr": "ecr.api"}.get(service, service)
    if service == "sts":
        roles = [f"arn:{partition}:iam::{account_id}:role/*"]
        return document(
            _by(account_id, "OwnRoles", ["sts:AssumeRole", "sts:TagSession"], roles),
            _by(account_id, "WhoAmI", ["sts:GetCallerIdentity"], ["*"]),
        )
    if service not in _SHAREABLE:
        return document(_by(account_id, "OwnAccount", [f"{service}:*"], ["*"]))
    prefix, resources, without_resource = _SHAREABLE[service]
    arns = [f"arn:{partition}:{prefix}:{region}:{account_id}:{resource}" for resource in resources]
    statements = [_by(account_id, "OwnResources", [f"{prefix}:*"], arns)]
    if without_resource:
        statements.append(_by(account_id, "OfTheAccount", list(without_resource), ["*"]))
    if prefix == "ecr":
        # Images of EKS's own add-ons lie in accounts of AWS: pulled from anywhere, pushed to own repositories only.
        statements.append(_by(account_id, "Pull", list(_PULL), ["*"]))
    return document(*statements)


def _by(
    account_id: str,
    sid: str,
    actions: list[str],
    resources: list[str],
    also: Mapping[str, str] = MappingProxyType({}),
) -> Statement:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": "*",
        "Action": actions,
        "Resource": resources,
        "Condition": {"StringEquals": {"aws:PrincipalAccount": account_id, **also}},
    }


def s3(partition: str, region: str, account_id: str, bucket_names: Sequence[str], own_bucket_prefix: str) -> str:
    """The platform's buckets, tenants' own, and reading the AWS buckets that images and node packages come from."""
    buckets = [f"arn:{partition}:s3:::{name}{suffix}" for name in bucket_names for suffix in ("", "/*")]
    return document(
        _by(account_id, "PlatformBuckets", ["s3:*"], buckets),
        # Anybody can give a bucket such a name; these must be of this account.
        _by(
            account_id,
            "TenantBuckets",
            ["s3:*"],
            [f"arn:{partition}:s3:::{own_bucket_prefix}*"],
            {"aws:ResourceAccount": account_id},
        ),
        {
            "Sid": "ImageLayersAndNodePackages",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": [
                f"arn:{partition}:s3:::prod-{region}-starport-layer-bucket/*",
                f"arn:{partition}:s3:::al2023-repos-{region}-de612dc2/*",
            ],
        },
    )
