"""Policies of VPC endpoints: what may pass from the VPC to an AWS service."""

from collections.abc import Sequence

from components.iam_documents import document


def account_only(account_id: str) -> str:
    """Principals of one account only, so that nobody carries data out with another account's credentials."""
    return document(
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "*",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalAccount": account_id}},
        }
    )


def s3(partition: str, region: str, account_id: str, bucket_names: Sequence[str]) -> str:
    """The platform's buckets, and reading the AWS buckets that image layers and node packages come from."""
    buckets = [f"arn:{partition}:s3:::{name}{suffix}" for name in bucket_names for suffix in ("", "/*")]
    return document(
        {
            "Sid": "PlatformBuckets",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": buckets,
            "Condition": {"StringEquals": {"aws:PrincipalAccount": account_id}},
        },
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
