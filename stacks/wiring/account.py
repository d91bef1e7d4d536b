"""The AWS account that an environment lives in: the one provider, and the facts that names and ARNs are made of."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi_aws as aws
from pulumi import InvokeOptions

from components.names import ENVIRONMENT_TAG, Names
from stacks.model import Settings


@dataclass(frozen=True)
class Account:
    """One account and region, signed in to."""

    provider: aws.Provider
    account_id: str
    partition: str
    region: str
    deployer_role_arn: str
    """IAM role (or user) that runs Pulumi."""
    names: Names
    cluster_name: str
    """Name of the EKS cluster, whoever makes it."""
    tags: dict[str, str]
    """Tags of every resource; the provider sets them, launch templates must repeat them."""

    @property
    def registry_arn(self) -> str:
        """What ARNs of repositories begin with, without the slash."""
        return f"arn:{self.partition}:ecr:{self.region}:{self.account_id}:repository"

    @property
    def cluster_arn(self) -> str:
        """ARN of the cluster, known before the cluster exists."""
        return f"arn:{self.partition}:eks:{self.region}:{self.account_id}:cluster/{self.cluster_name}"

    def role_arn(self, role_name: str) -> str:
        """ARN of an IAM role of this account, known before the role exists."""
        return f"arn:{self.partition}:iam::{self.account_id}:role/{role_name}"

    def roots(self, account_ids: Sequence[str]) -> list[str]:
        """Whole accounts, as principals."""
        return [f"arn:{self.partition}:iam::{one}:root" for one in account_ids]

    def log_group_arn(self, log_group: str) -> str:
        """ARN of a CloudWatch log group, known before the log group exists."""
        return f"arn:{self.partition}:logs:{self.region}:{self.account_id}:log-group:{log_group}"


def sign_in(settings: Settings) -> Account:
    """Make the provider and ask it who and where we are."""
    tags = {
        **settings.tags,
        ENVIRONMENT_TAG: settings.environment,
        "mlplatform:managed-by": "pulumi",
    }
    provider = aws.Provider(
        "aws",
        region=settings.region,
        allowed_account_ids=[settings.account_id] if settings.account_id else None,
        default_tags={"tags": tags},
    )
    asked = InvokeOptions(provider=provider)
    caller = aws.get_caller_identity(opts=asked)
    return Account(
        provider=provider,
        account_id=caller.account_id,
        partition=aws.get_partition(opts=asked).partition,
        region=settings.region,
        deployer_role_arn=aws.iam.get_session_context(arn=caller.arn, opts=asked).issuer_arn,
        names=Names(settings.platform, settings.environment, caller.account_id),
        cluster_name=settings.cluster_name,
        tags=tags,
    )
