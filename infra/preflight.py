"""What can be asked of AWS before anything is declared: who are we, is it the right account, do the zones exist."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from stacks.model import Settings

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_sts import STSClient

_QUICK = Config(connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 2})
_NO_CREDENTIALS = """no AWS credentials were found.
Sign in first, for example with `aws sso login` and AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
To try the platform without an AWS account: `make up` runs it in the sandbox."""


class PreflightError(Exception):
    """Why a deployment would fail, before anything was changed."""


def check(settings: Settings) -> None:
    """Ask AWS; raises PreflightError with everything that is wrong."""
    try:
        sts: STSClient = boto3.client("sts", settings.region, config=_QUICK)  # pyright: ignore[reportUnknownMemberType]
        caller = sts.get_caller_identity()
        found = [*_wrong_account(settings, caller["Account"])]
        # Another account's zones would tell nothing.
        found += [] if found else _missing_zones(settings)
    except NoCredentialsError:
        raise PreflightError(_NO_CREDENTIALS) from None
    except (BotoCoreError, ClientError) as error:
        message = f"AWS did not accept the credentials of this shell: {error}\nSign in again, as with `aws sso login`."
        raise PreflightError(message) from None
    if found:
        raise PreflightError("\n".join(found))


def _wrong_account(settings: Settings, account_id: str) -> Iterator[str]:
    if settings.account_id not in (None, account_id):
        yield (
            f"stacks/{settings.environment}.yaml: account_id: is {settings.account_id}, but the credentials of this "
            f"shell belong to account {account_id}; sign in to the right account"
        )


def _missing_zones(settings: Settings) -> Iterator[str]:
    ec2: EC2Client = boto3.client("ec2", settings.region, config=_QUICK)  # pyright: ignore[reportUnknownMemberType]
    zones = ec2.describe_availability_zones()["AvailabilityZones"]
    offered = sorted(zone["ZoneName"] for zone in zones if "ZoneName" in zone)
    for index, zone in enumerate(settings.network.zones):
        if zone not in offered:
            yield (
                f"stacks/{settings.environment}.yaml: network.zones[{index}]: {zone} is not offered to this account; "
                f"{settings.region} has {', '.join(offered)}"
            )
