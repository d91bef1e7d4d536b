"""Roles of people that the settings name exist in the emulated account, as they do in a real one."""

from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from infra.cli.people import make_roles
from stacks import settings

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient


def arn_of(role: str) -> str:
    iam: IAMClient = boto3.client("iam")  # pyright: ignore[reportUnknownMemberType]
    return iam.get_role(RoleName=role)["Role"]["Arn"]


@pytest.fixture(autouse=True)
def emulated(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")


@mock_aws
def test_each_role_that_the_settings_name_is_made_once() -> None:
    prod = settings.load("prod")
    assert make_roles(prod) == ["ml-platform-operator", "auditor", "data-science"]
    assert arn_of("auditor") in prod.cluster.access.viewer_role_arns
    assert make_roles(prod) == []


@mock_aws
def test_a_role_keeps_its_path_and_roles_of_other_accounts_are_left_alone() -> None:
    prod = settings.load("prod")
    arns = ("arn:aws:iam::123456789012:role/people/on-call", "arn:aws:iam::999999999999:role/elsewhere")
    access = prod.cluster.access.model_copy(update={"operator_role_arns": arns, "viewer_role_arns": ()})
    changed = prod.model_copy(update={"cluster": prod.cluster.model_copy(update={"access": access}), "teams": {}})
    assert make_roles(changed) == ["on-call"]
    assert arn_of("on-call") == arns[0]


@mock_aws
def test_settings_that_name_nobody_need_no_roles() -> None:
    assert make_roles(settings.load("small")) == []
