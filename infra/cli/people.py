"""IAM roles of people: a real account has them before the platform comes, the emulated one gets them here."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3

from stacks.model import Settings

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_sts import STSClient


def make_roles(settings: Settings) -> list[str]:
    """Create the roles that the settings name and the account of this process lacks; return the names of those."""
    iam: IAMClient = boto3.client("iam")  # pyright: ignore[reportUnknownMemberType]
    sts: STSClient = boto3.client("sts")  # pyright: ignore[reportUnknownMemberType]
    account = sts.get_caller_identity()["Account"]
    made: list[str] = []
    for arn in dict.fromkeys(_named(settings)):
        owner, path = arn.split(":", 5)[4], arn.partition(":role/")[2]
        folder, _, name = path.rpartition("/")
        if owner != account:
            continue
        principal = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
            "Action": "sts:AssumeRole",
        }
        trust = {"Version": "2012-10-17", "Statement": [principal]}
        try:
            iam.create_role(
                RoleName=name, Path=f"/{folder}/" if folder else "/", AssumeRolePolicyDocument=json.dumps(trust)
            )
        except iam.exceptions.EntityAlreadyExistsException:
            continue
        made.append(name)
    return made


def _named(settings: Settings) -> Iterator[str]:
    access = settings.cluster.access
    yield from (*access.admin_role_arns, *access.operator_role_arns, *access.viewer_role_arns)
    yield from (team.role_arn for team in settings.teams.values() if team.role_arn)
