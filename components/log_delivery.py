"""Who may write logs where: policy documents of log buckets, of their key, and of CloudTrail's role."""

from collections.abc import Sequence

from components.iam_documents import Statement, document


def logs_stay(partition: str, bucket: str) -> Statement:
    """Nobody deletes a log or shortens its retention; expiry by lifecycle rule is not a request and still works."""
    return {
        "Sid": "LogsStay",
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
        "Resource": f"arn:{partition}:s3:::{bucket}/*",
    }


def access_logs(partition: str, bucket: str, account_id: str, sources: Sequence[str]) -> Statement:
    """S3 may write the access logs of these buckets."""
    return {
        "Sid": "AccessLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:{partition}:s3:::{bucket}/*",
        "Condition": {
            "ArnLike": {"aws:SourceArn": [f"arn:{partition}:s3:::{source}" for source in sources]},
            "StringEquals": {"aws:SourceAccount": account_id},
        },
    }


def trails(partition: str, bucket: str, account_id: str, trail_arns: Sequence[str]) -> Sequence[Statement]:
    """CloudTrail may write what these trails record, and nothing for anybody else's trail."""
    principal = {"Service": "cloudtrail.amazonaws.com"}
    arn = f"arn:{partition}:s3:::{bucket}"
    return (
        {
            "Sid": "TrailAcl",
            "Effect": "Allow",
            "Principal": principal,
            "Action": "s3:GetBucketAcl",
            "Resource": arn,
            "Condition": {"StringEquals": {"aws:SourceArn": list(trail_arns)}},
        },
        {
            "Sid": "Trails",
            "Effect": "Allow",
            "Principal": principal,
            "Action": "s3:PutObject",
            "Resource": f"{arn}/AWSLogs/{account_id}/*",
            "Condition": {
                "StringEquals": {
                    "aws:SourceArn": list(trail_arns),
                    "s3:x-amz-acl": "bucket-owner-full-control",
                }
            },
        },
    )


def flow_logs(partition: str, bucket: str, account_id: str, region: str) -> Sequence[Statement]:
    """The log delivery of this account and region may write flow logs."""
    principal = {"Service": "delivery.logs.amazonaws.com"}
    arn = f"arn:{partition}:s3:::{bucket}"
    account = {"aws:SourceAccount": account_id}
    source = {"aws:SourceArn": f"arn:{partition}:logs:{region}:{account_id}:*"}
    return (
        {
            "Sid": "FlowLogAcl",
            "Effect": "Allow",
            "Principal": principal,
            "Action": "s3:GetBucketAcl",
            "Resource": arn,
            "Condition": {"StringEquals": account, "ArnLike": source},
        },
        {
            "Sid": "FlowLogs",
            "Effect": "Allow",
            "Principal": principal,
            "Action": "s3:PutObject",
            "Resource": f"{arn}/AWSLogs/{account_id}/*",
            "Condition": {
                "StringEquals": {**account, "s3:x-amz-acl": "bucket-owner-full-control"},
                "ArnLike": source,
            },
        },
    )


def key_for_trails(trail_arns: Sequence[str]) -> Statement:
    """CloudTrail may encrypt what these trails record; reading it back takes IAM rights on the key."""
    return {
        "Sid": "Trails",
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        # Decrypt: S3 asks for it where a bucket key is used.
        "Action": ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"],
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceArn": list(trail_arns)}},
    }


def key_for_flow_logs(partition: str, account_id: str, region: str) -> Statement:
    """The log delivery of this account and region may encrypt flow logs."""
    return {
        "Sid": "FlowLogs",
        "Effect": "Allow",
        "Principal": {"Service": "delivery.logs.amazonaws.com"},
        "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        "Resource": "*",
        "Condition": {
            "StringEquals": {"aws:SourceAccount": account_id},
            "ArnLike": {"aws:SourceArn": f"arn:{partition}:logs:{region}:{account_id}:*"},
        },
    }


def trail_to_log_group(log_group_arn: str, account_id: str) -> str:
    """CloudTrail's role may write its own streams of one log group."""
    return document(
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": f"{log_group_arn}:log-stream:{account_id}_CloudTrail_*",
        }
    )
