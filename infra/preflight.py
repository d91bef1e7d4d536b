"""What can be asked of AWS before anything is declared: who are we, is it the right account, do the zones exist."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from infra import cluster_preflight, detector_preflight, existing_vpc, quota_preflight
from stacks.model import Settings

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_sts import STSClient
    from mypy_boto3_sts.type_defs import GetCallerIdentityResponseTypeDef

_QUICK = Config(connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 2})
_DENIED = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")
_NO_CREDENTIALS = """no AWS credentials were found.
Sign in first, for example with `aws sso login` and AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
To try the platform without an AWS account: `make up` runs it in the sandbox."""


class PreflightError(Exception):
    """Why a deployment would fail, before anything was changed."""


def check(settings: Settings, *, deploying: bool = False) -> None:
    """Ask AWS; raises PreflightError with everything that is wrong. Whoever only previews may be another role."""
    try:
        sts: STSClient = boto3.client("sts", settings.region, config=_QUICK)  # pyright: ignore[reportUnknownMemberType]
        caller = sts.get_caller_identity()
        found = [*_wrong_account(settings, caller["Account"])]
        if not found:  # another account's answers would tell nothing
            found += _wrong_deployer(settings, caller["Arn"]) if deploying else []
            found += quota_preflight.problems(settings, _QUICK)
            found += [] if settings.tenant_stack else _environment(settings, caller)
    except NoCredentialsError:
        raise PreflightError(_NO_CREDENTIALS) from None
    except (BotoCoreError, ClientError) as error:
        raise PreflightError(_refusal(error)) from None
    if found:
        raise PreflightError("\n".join(found))


def _environment(settings: Settings, caller: "GetCallerIdentityResponseTypeDef") -> Iterator[str]:
    """What matters to the stack that makes network and cluster."""
    yield from _missing_zones(settings)
    yield from cluster_preflight.problems(settings, caller["Arn"], _QUICK)
    yield from _existing_vpc(settings, caller["Account"])
    yield from detector_preflight.problems(settings, _QUICK)


def _refusal(error: BotoCoreError | ClientError) -> str:
    code = error.response.get("Error", {}).get("Code", "") if isinstance(error, ClientError) else ""
    if code in _DENIED:
        return (
            f"{error}\nThe role of this shell may not look at what it is to deploy to; docs/ci.md says what it needs."
        )
    return f"AWS did not accept the credentials of this shell: {error}\nSign in again, as with `aws sso login`."


def _wrong_account(settings: Settings, account_id: str) -> Iterator[str]:
    if settings.account_id not in (None, account_id):
        yield (
            f"stacks/{settings.environment}.yaml: account_id: is {settings.account_id}, but the credentials of this "
            f"shell belong to account {account_id}; sign in to the right account"
        )


def _wrong_deployer(settings: Settings, caller_arn: str) -> Iterator[str]:
    access = settings.cluster.access
    deployer = access.deployer_role_arn
    # The ARN of a session holds the name of its role, but not the role's path.
    let_in = {arn.rsplit("/", 1)[-1] for arn in (deployer, *access.admin_role_arns) if arn}
    if deployer and not (":assumed-role/" in caller_arn and caller_arn.split("/")[1] in let_in):
        yield (
            f"stacks/{settings.environment}.yaml: cluster.access.deployer_role_arn: is {deployer}, but this shell is "
            f"{caller_arn}, which the cluster would not let in; assume that role to deploy"
        )


def _ec2(settings: Settings) -> "EC2Client":
    return boto3.client("ec2", settings.region, config=_QUICK)  # pyright: ignore[reportUnknownMemberType]


def _existing_vpc(settings: Settings, account_id: str) -> Iterator[str]:
    if existing := settings.network.existing:
        for fault in existing_vpc.faults(settings, existing, account_id, _ec2(settings)):
            yield f"stacks/{settings.environment}.yaml: {fault}"


def _missing_zones(settings: Settings) -> Iterator[str]:
    zones = _ec2(settings).describe_availability_zones()["AvailabilityZones"]
    offered = sorted(zone["ZoneName"] for zone in zones if "ZoneName" in zone)
    for index, zone in enumerate(settings.network.zones):
        if zone not in offered:
            yield (
                f"stacks/{settings.environment}.yaml: network.zones[{index}]: {zone} is not offered to this account; "
                f"{settings.region} has {', '.join(offered)}"
            )
