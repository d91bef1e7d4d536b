"""What can be asked of IAM before anything is declared: may the account have a role for every tenant."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from components.quotas import IAM_ROLES
from stacks.model import Settings

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient


def problems(settings: Settings, config: Config) -> Iterator[str]:
    """More tenants than roles; asked where there are many tenants only, since AWS gives every account the default."""
    wanted = len(settings.tenants)
    if wanted <= IAM_ROLES.default // 2:
        return
    iam: IAMClient = boto3.client("iam", config=config)  # pyright: ignore[reportUnknownMemberType]
    allowed = iam.get_account_summary()["SummaryMap"].get("RolesQuota", IAM_ROLES.default)
    if wanted > allowed:
        yield (
            f"stacks/{settings.environment}.yaml: tenants: {wanted} in all files need a role each, and the account may "
            f"have {allowed:,}; ask Service Quotas for more ({IAM_ROLES.code}, {IAM_ROLES.what})"
        )
