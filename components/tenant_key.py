"""The policy of a tenant's own key: administrators who cannot decrypt, one bucket's users, one repository's service."""

from collections.abc import Sequence

from components.iam_documents import Statement, document

# "Allows key administrators to administer the KMS key", KMS Developer Guide, read 2026-11-21; without grants, which
# would let an administrator use the key.
_ADMINISTRATION = (
    "CancelKeyDeletion",
    "CreateAlias",
    "Delete*",
    "Describe*",
    "Disable*",
    "Enable*",
    "Get*",
    "List*",
    "Put*",
    "RevokeGrant",
    "RotateKeyOnDemand",
    "ScheduleKeyDeletion",
    "TagResource",
    "UntagResource",
    "Update*",
)


def policy(partition: str, account_id: str, region: str, bucket: str, user_arns: Sequence[str]) -> str:
    """Who may do what with the key; IAM must allow it to them besides.

    Users are named in a condition and not as principals: KMS refuses principals that do not exist yet, and forgets
    those that are made anew.
    """
    account = {"AWS": f"arn:{partition}:iam::{account_id}:root"}
    bucket_arn = f"arn:{partition}:s3:::{bucket}"
    users: Statement = {
        "Sid": "ObjectsOfOneBucket",
        "Effect": "Allow",
        "Principal": account,
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": "*",
        "Condition": {
            "StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"},
            "ArnEquals": {"aws:PrincipalArn": list(user_arns)},
            # With a bucket key the context is the bucket, without one the object.
            "StringLike": {"kms:EncryptionContext:aws:s3:arn": [bucket_arn, f"{bucket_arn}/*"]},
        },
    }
    return document(
        {
            "Sid": "Administration",
            "Effect": "Allow",
            "Principal": account,
            "Action": [f"kms:{action}" for action in _ADMINISTRATION],
            "Resource": "*",
        },
        users,
        {
            # ECR encrypts with a grant that it gets from whoever makes the repository.
            "Sid": "ImagesThroughEcr",
            "Effect": "Allow",
            "Principal": account,
            "Action": ["kms:CreateGrant", "kms:RetireGrant", "kms:DescribeKey"],
            "Resource": "*",
            "Condition": {"StringEquals": {"kms:ViaService": f"ecr.{region}.amazonaws.com"}},
        },
    )
