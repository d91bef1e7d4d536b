"""IAM documents of S3 replication: S3 may read every version of one bucket and write copies into another."""

from components.iam_documents import document


def trust(partition: str, account_id: str, source: str) -> str:
    """S3 assumes the role, on behalf of one bucket of this account."""
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "s3.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": account_id},
                "ArnLike": {"aws:SourceArn": f"arn:{partition}:s3:::{source}"},
            },
        }
    )


def copy_objects(partition: str, source: str, copy: str) -> str:
    """Read versions here, write copies there; no right to delete on either side."""
    here, there = f"arn:{partition}:s3:::{source}", f"arn:{partition}:s3:::{copy}"
    versions = ("GetObjectVersionForReplication", "GetObjectVersionAcl", "GetObjectVersionTagging")
    return document(
        {"Effect": "Allow", "Action": ["s3:GetReplicationConfiguration", "s3:ListBucket"], "Resource": here},
        {"Effect": "Allow", "Action": [f"s3:{action}" for action in versions], "Resource": f"{here}/*"},
        {"Effect": "Allow", "Action": ["s3:ReplicateObject", "s3:ReplicateTags"], "Resource": f"{there}/*"},
    )


def use_keys(partition: str, source: tuple[str, str, str], copy: tuple[str, str, str]) -> str:
    """Decrypt with one key, encrypt with the other, each by way of S3 for its own bucket: key, region, bucket."""
    uses = ((["kms:Decrypt"], *source), (["kms:Encrypt", "kms:GenerateDataKey"], *copy))
    return document(
        *(
            {
                "Effect": "Allow",
                "Action": actions,
                "Resource": key,
                "Condition": {
                    "StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"},
                    # With a bucket key the context is the bucket, without one the object.
                    "StringLike": {"kms:EncryptionContext:aws:s3:arn": f"arn:{partition}:s3:::{bucket}*"},
                },
            }
            for actions, key, region, bucket in uses
        )
    )
