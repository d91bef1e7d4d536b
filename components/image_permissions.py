"""Who may bring images into the account's registry, beside those who push."""

from collections.abc import Sequence

from components.iam_documents import Statement, document

NODE_TAG = "mlplatform:nodes-of"
"""Tag of the roles of nodes; its value is the cluster's name."""


def replication(partition: str, account_ids: Sequence[str], registry_arn: str) -> Statement:
    """In a registry's policy: those accounts' registries may copy images here, and make the repositories for them."""
    return {
        "Sid": "Replicate",
        "Effect": "Allow",
        "Principal": {"AWS": [f"arn:{partition}:iam::{account}:root" for account in account_ids]},
        "Action": ["ecr:CreateRepository", "ecr:ReplicateImage"],
        "Resource": f"{registry_arn}/*",
    }


def first_pull(account_id: str, cluster_name: str, cached: Sequence[str]) -> Statement:
    """In a registry's policy: nodes of the cluster may be the first to pull an image, below the caches only.

    "IAM permissions required to sync an upstream registry", Amazon ECR user guide, read 2026-11-21: both actions may be
    granted by the registry, so the nodes' role stays as small as it is.
    """
    return {
        "Sid": "FirstPull",
        "Effect": "Allow",
        "Principal": "*",
        "Action": ["ecr:CreateRepository", "ecr:BatchImportUpstreamImage"],
        "Resource": list(cached),
        "Condition": {
            "StringEquals": {"aws:PrincipalAccount": account_id, f"aws:PrincipalTag/{NODE_TAG}": cluster_name}
        },
    }


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
