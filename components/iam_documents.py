"""IAM policy documents as pure functions: everything that decides who may do what stands here, in plain view."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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


def tls_only(partition: str, bucket: str) -> Statement:
    """No plain HTTP, for anybody."""
    arn = f"arn:{partition}:s3:::{bucket}"
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def bucket_locks(partition: str, bucket: str) -> Sequence[Statement]:
    """Locks of every bucket: TLS only, and a pod that carries a tenant's tag reaches that tenant's prefix only."""
    arn = f"arn:{partition}:s3:::{bucket}"
    return (
        tls_only(partition, bucket),
        {
            "Sid": "PodsKeepToTheirPrefix",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "NotResource": [arn, f"{arn}/${{aws:PrincipalTag/kubernetes-namespace}}/*"],
            "Condition": {"Null": {"aws:PrincipalTag/kubernetes-namespace": "false"}},
        },
    )


def one_tenant(partition: str, bucket: str, namespace: str) -> Statement:
    """Pods of other tenants do not come in at all, whatever their prefix."""
    arn = f"arn:{partition}:s3:::{bucket}"
    return {
        "Sid": "NoOtherTenant",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {
            "Null": {"aws:PrincipalTag/kubernetes-namespace": "false"},
            "StringNotEquals": {"aws:PrincipalTag/kubernetes-namespace": namespace},
        },
    }


def endpoints_only(
    partition: str, bucket: str, account_id: str, outside_role_arns: Sequence[str]
) -> Sequence[Statement]:
    """Objects are read and written through the account's own VPC endpoints, by AWS services, and by these roles only.

    The owner of an endpoint is known before the endpoint exists and stays when it is replaced; its id is and does not
    (`aws:VpceAccount`, announced 2025-08-29). Names may still be listed: S3 asks for `s3:ListBucket` to tell whether a
    bucket exists, and whoever deploys from elsewhere would lose it.
    """
    arn = f"arn:{partition}:s3:::{bucket}"
    condition: dict[str, object] = {
        "StringNotEqualsIfExists": {"aws:VpceAccount": account_id},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false"},
    }
    if outside_role_arns:
        condition["ArnNotLikeIfExists"] = {"aws:PrincipalArn": list(outside_role_arns)}
    actions = ("GetObject", "GetObjectVersion", "PutObject", "RestoreObject", "DeleteObject", "DeleteObjectVersion")
    return (
        {
            "Sid": "OnlyThroughOwnEndpoints",
            "Effect": "Deny",
            "Principal": "*",
            "Action": [f"s3:{action}" for action in actions],
            "Resource": f"{arn}/*",
            "Condition": condition,
        },
    )


def image_pull(principal_arns: Sequence[str]) -> Statement:
    """Others may pull images; a repository policy names no resource, it belongs to one."""
    return {
        "Sid": "Pull",
        "Effect": "Allow",
        "Principal": {"AWS": list(principal_arns)},
        "Action": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    }


@dataclass(frozen=True)
class Prefix:
    """A part of a bucket, with a slash at its end."""

    bucket: str
    prefix: str
    writable: bool = False


def tenant_data_access(partition: str, prefixes: Sequence[Prefix]) -> str:
    """Read these prefixes, write some; an explicit deny outside them survives whatever is allowed later."""
    buckets = {one.bucket: f"arn:{partition}:s3:::{one.bucket}" for one in prefixes}
    readable = _objects(buckets, prefixes)
    statements: list[Statement] = [
        {"Sid": "ReadOwnObjects", "Effect": "Allow", "Action": "s3:GetObject", "Resource": readable}
    ]
    if writable := _objects(buckets, [one for one in prefixes if one.writable]):
        actions = ("PutObject", "DeleteObject", "AbortMultipartUpload", "ListMultipartUploadParts")
        statements.append(
            {
                "Sid": "WriteOwnObjects",
                "Effect": "Allow",
                "Action": [f"s3:{action}" for action in actions],
                "Resource": writable,
            }
        )
    statements.append(
        {"Sid": "NothingElseInS3", "Effect": "Deny", "Action": "s3:*", "NotResource": [*buckets.values(), *readable]}
    )
    for number, (bucket, arn) in enumerate(buckets.items()):
        own = _outermost([f"{one.prefix}*" for one in prefixes if one.bucket == bucket])
        for sid, effect, operator in (
            ("ListOwnPrefix", "Allow", "StringLike"),
            ("NoOtherPrefix", "Deny", "StringNotLike"),
        ):
            statements.append(
                {
                    "Sid": f"{sid}{number or ''}",
                    "Effect": effect,
                    "Action": "s3:ListBucket",
                    "Resource": arn,
                    "Condition": {operator: {"s3:prefix": own}},
                }
            )
    return document(*statements)


def _objects(buckets: Mapping[str, str], prefixes: Sequence[Prefix]) -> list[str]:
    return _outermost([f"{buckets[one.bucket]}/{one.prefix}*" for one in prefixes])


def _outermost(patterns: Sequence[str]) -> list[str]:
    """Without those that another one covers, as `iris/*` does `iris/training/*`."""
    covers = [one.removesuffix("*") for one in patterns]
    return [
        pattern
        for index, pattern in enumerate(patterns)
        if not any(
            pattern.startswith(cover) and (pattern != patterns[other] or other < index)
            for other, cover in enumerate(covers)
            if other != index
        )
    ]


def keys_through_s3(reading: Sequence[str], writing: Sequence[str], region: str) -> str:
    """Use keys only by way of S3: these to read, these to write as well."""
    through: Statement = {"StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"}}
    uses = ((["kms:Decrypt"], reading), (["kms:GenerateDataKey"], writing))
    return document(
        *(
            {"Effect": "Allow", "Action": actions, "Resource": sorted(set(keys)), "Condition": through}
            for actions, keys in uses
            if keys
        )
    )
