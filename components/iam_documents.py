"""IAM policy documents as pure functions: everything that decides who may do what stands here, in plain view."""

import json
from collections.abc import Mapping, Sequence

Statement = Mapping[str, object]


def document(*statements: Statement) -> str:
    """A policy document; stable text, so that nothing changes unless a statement does."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def service_trust(service: str) -> str:
    """Trust policy of a role that one AWS service assumes."""
    return document({"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"})


def pod_identity_trust(cluster_arn: str, namespace: str, service_account: str) -> str:
    """Trust policy of a role that the pods of exactly one service account of one cluster get."""
    tags = {
        "aws:RequestTag/eks-cluster-arn": cluster_arn,
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": service_account,
    }
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "pods.eks.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": {"StringEquals": tags},
        }
    )


def key_administration(partition: str, account_id: str) -> Statement:
    """The account's IAM policies decide about a key; without this statement nobody could change the key again."""
    return {
        "Sid": "AccountPoliciesDecide",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{partition}:iam::{account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }


def key_for_logs(partition: str, account_id: str, region: str) -> Statement:
    """CloudWatch Logs may use a key for the log groups of this account."""
    return {
        "Sid": "CloudWatchLogs",
        "Effect": "Allow",
        "Principal": {"Service": f"logs.{region}.amazonaws.com"},
        "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        "Resource": "*",
        "Condition": {
            "ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:{partition}:logs:{region}:{account_id}:log-group:*"}
        },
    }


def key_for_node_volumes(partition: str, account_id: str) -> Sequence[Statement]:
    """EC2 Auto Scaling may encrypt the volumes of the nodes that it starts."""
    service_role = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
    role = f"arn:{partition}:iam::{account_id}:role/{service_role}"
    return (
        {
            "Sid": "NodeVolumes",
            "Effect": "Allow",
            "Principal": {"AWS": role},
            "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
            "Resource": "*",
        },
        {
            "Sid": "NodeVolumeGrants",
            "Effect": "Allow",
            "Principal": {"AWS": role},
            "Action": "kms:CreateGrant",
            "Resource": "*",
            "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}},
        },
    )


def flow_log_delivery(log_group_arn: str) -> str:
    """VPC flow logs may write to one log group."""
    return document(
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
            "Resource": f"{log_group_arn}:*",
        }
    )


def bucket_locks(partition: str, bucket: str) -> Sequence[Statement]:
    """Locks of every bucket: TLS only, and a pod that carries a tenant's tag reaches that tenant's prefix only."""
    arn = f"arn:{partition}:s3:::{bucket}"
    return (
        {
            "Sid": "TlsOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [arn, f"{arn}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
        {
            "Sid": "PodsKeepToTheirPrefix",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "NotResource": [arn, f"{arn}/${{aws:PrincipalTag/kubernetes-namespace}}/*"],
            "Condition": {"Null": {"aws:PrincipalTag/kubernetes-namespace": "false"}},
        },
    )


def access_log_delivery(
    partition: str, bucket: str, account_id: str, source_buckets: Sequence[str]
) -> Sequence[Statement]:
    """S3 may write the access logs of these buckets, and nobody may delete a log."""
    if not source_buckets:
        return ()
    objects = f"arn:{partition}:s3:::{bucket}/*"
    return (
        {
            "Sid": "AccessLogs",
            "Effect": "Allow",
            "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": objects,
            "Condition": {
                "ArnLike": {"aws:SourceArn": [f"arn:{partition}:s3:::{source}" for source in source_buckets]},
                "StringEquals": {"aws:SourceAccount": account_id},
            },
        },
        {
            "Sid": "LogsStay",
            "Effect": "Deny",
            "Principal": "*",
            "Action": ["s3:DeleteObject", "s3:DeleteObjectVersion"],
            "Resource": objects,
        },
    )


def tenant_data_access(partition: str, bucket: str, prefix: str) -> str:
    """Read own prefix; an explicit deny outside it survives whatever is allowed later."""
    arn = f"arn:{partition}:s3:::{bucket}"
    return document(
        {"Sid": "ReadOwnObjects", "Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{arn}/{prefix}*"},
        {
            "Sid": "ListOwnPrefix",
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": arn,
            "Condition": {"StringLike": {"s3:prefix": f"{prefix}*"}},
        },
        {"Sid": "NothingElseInS3", "Effect": "Deny", "Action": "s3:*", "NotResource": [arn, f"{arn}/{prefix}*"]},
        {
            "Sid": "NoOtherPrefix",
            "Effect": "Deny",
            "Action": "s3:ListBucket",
            "Resource": arn,
            "Condition": {"StringNotLike": {"s3:prefix": f"{prefix}*"}},
        },
    )


def decrypt_through_s3(key_arn: str, region: str) -> str:
    """Use a key only by way of S3."""
    return document(
        {
            "Effect": "Allow",
            "Action": "kms:Decrypt",
            "Resource": key_arn,
            "Condition": {"StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"}},
        }
    )
