"""A CloudWatch log group that an AWS service writes to, with the role it writes with."""

from dataclasses import dataclass

import pulumi_aws as aws
from pulumi import Input, Resource, ResourceOptions

from components.iam_documents import service_trust


@dataclass(frozen=True)
class DeliveredLogGroup:
    """A log group, and what the service needs to write there."""

    log_group: aws.cloudwatch.LogGroup
    role: aws.iam.Role
    delivery: aws.iam.RolePolicy
    """What the role may do; the service asks for it at once."""


def delivered_log_group(
    name: str,
    parent: Resource,
    *,
    service: str,
    log_group_name: Input[str],
    delivery_policy: str,
    key_arn: Input[str],
    retention_days: Input[int],
) -> DeliveredLogGroup:
    """An encrypted log group with a retention, and a role for one service that may do no more than deliver."""
    here = ResourceOptions(parent=parent)
    log_group = aws.cloudwatch.LogGroup(
        f"{name}-log-group", name=log_group_name, kms_key_id=key_arn, retention_in_days=retention_days, opts=here
    )
    role = aws.iam.Role(f"{name}-role", assume_role_policy=service_trust(service), opts=here)
    delivery = aws.iam.RolePolicy(f"{name}-delivery", role=role.id, policy=delivery_policy, opts=here)
    return DeliveredLogGroup(log_group, role, delivery)
