"""Who may already use an existing cluster: the role that deploys must, the people whom the settings let in must not."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from components.cluster_access import POLICIES
from components.names import ENVIRONMENT_TAG
from stacks.model import Settings

if TYPE_CHECKING:
    from mypy_boto3_eks import EKSClient


def faults(settings: Settings, name: str, caller_arn: str, eks: "EKSClient") -> Iterator[str]:
    """Access that the cluster's owner must give, and access entries that are there already."""
    pages = eks.get_paginator("list_access_entries").paginate(clusterName=name)
    entries = {arn for page in pages for arn in page["accessEntries"]}
    yield from _deployer(settings, name, caller_arn, entries, eks)
    for path, arn in _people(settings):
        if arn in entries:
            tags = eks.describe_access_entry(clusterName=name, principalArn=arn)["accessEntry"].get("tags", {})
            if tags.get(ENVIRONMENT_TAG) != settings.environment:
                message = f"{arn} has an access entry of {name} already, which is not the platform's"
                yield f"{path}: {message}; drop the role here, or let the cluster's owner delete the entry"


def _deployer(settings: Settings, name: str, caller_arn: str, entries: set[str], eks: "EKSClient") -> Iterator[str]:
    wanted = settings.cluster.access.deployer_role_arn or caller_arn
    # The ARN of a session holds the name of its role, but not the role's path.
    role = wanted.split("/")[1] if ":assumed-role/" in wanted else wanted.rsplit("/", 1)[-1]
    found = next((arn for arn in entries if arn.rsplit("/", 1)[-1] == role), None)
    policies = (
        eks.list_associated_access_policies(clusterName=name, principalArn=found)["associatedAccessPolicies"]
        if found
        else []
    )
    everywhere = [
        policy.get("policyArn", "").rpartition("/")[2]
        for policy in policies
        if policy.get("accessScope", {}).get("type") == "cluster"
    ]
    if POLICIES["deployer"] not in everywhere:
        yield (
            f"cluster.existing.name: {role}, which deploys, is no administrator of {name}; its owner must give it an "
            f"access entry (`aws eks create-access-entry`) with {POLICIES['deployer']} for the whole cluster (`aws eks "
            "associate-access-policy`)"
        )


def _people(settings: Settings) -> Iterator[tuple[str, str]]:
    access = settings.cluster.access
    for field in ("admin_role_arns", "operator_role_arns", "viewer_role_arns"):
        for index, arn in enumerate(getattr(access, field)):
            yield f"cluster.access.{field}[{index}]", arn
    for team, one in settings.teams.items():
        if one.role_arn:
            yield f"teams.{team}.role_arn", one.role_arn
