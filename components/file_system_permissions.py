"""Policies of EFS file systems."""

from collections.abc import Sequence

from components.iam_documents import document


def mounts(file_system_arn: str, role_arns: Sequence[str]) -> str:
    """These roles may mount access points by way of a mount target; nobody mounts without TLS or the root folder.

    A file system without a policy lets in everybody who reaches a mount target, unnamed; one with a policy does not.
    """
    return document(
        {
            "Sid": "MountAccessPoints",
            "Effect": "Allow",
            "Principal": {"AWS": list(role_arns)},
            "Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
            "Resource": file_system_arn,
            "Condition": {
                "Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"},
                "Null": {"elasticfilesystem:AccessPointArn": "false"},
            },
        },
        {
            "Sid": "TlsOnly",
            "Effect": "Deny",
            "Principal": {"AWS": "*"},
            "Action": "*",
            "Resource": file_system_arn,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
        {
            "Sid": "AccessPointsOnly",
            "Effect": "Deny",
            "Principal": {"AWS": "*"},
            "Action": "elasticfilesystem:Client*",
            "Resource": file_system_arn,
            "Condition": {"Null": {"elasticfilesystem:AccessPointArn": "true"}},
        },
    )
