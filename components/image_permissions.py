"""Who may bring images into the account's registry, beside those who push."""

from collections.abc import Sequence

from components.iam_documents import Statement, document


def replication(partition: str, account_ids: Sequence[str], registry_arn: str) -> str:
    """Policy of a registry: those accounts' registries may copy images here, and make the repositories for them."""
    return document(
        {
            "Sid": "Replicate",
            "Effect": "Allow",
            "Principal": {"AWS": [f"arn:{partition}:iam::{account}:root" for account in account_ids]},
            "Action": ["ecr:CreateRepository", "ecr:ReplicateImage"],
            "Resource": f"{registry_arn}/*",
        }
    )


def creation(cached: Sequence[str], key_arn: str) -> str:
    """Policy of the role with which ECR makes repositories of the cache, encrypted with a key.

    "Create a custom policy for repository creation templates", Amazon ECR user guide, read 2026-11-21.
    """
    repositories: Statement = {
        "Sid": "Create",
        "Effect": "Allow",
        "Action": ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
        "Resource": list(cached),
    }
    key: Statement = {
        "Sid": "Encrypt",
        "Effect": "Allow",
        "Action": ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
        "Resource": key_arn,
    }
    return document(repositories, key)
