"""Quotas of the account are known before they are hit."""

from typing import Any

import boto3
import pytest
from botocore.config import Config

from infra import quota_preflight
from stacks import settings


class Iam:
    def __init__(self, roles: int) -> None:
        self.roles = roles

    def get_account_summary(self) -> dict[str, Any]:
        return {"SummaryMap": {"Roles": 40, "RolesQuota": self.roles}}


@pytest.mark.parametrize(
    ("tenants", "roles", "expected"),
    [
        (1001, 1000, ["stacks/dev.yaml: tenants: 1001 in all files need a role each, and the account may have 1,000"]),
        (1001, 5000, []),
        (501, 500, ["stacks/dev.yaml: tenants: 501 in all files need a role each, and the account may have 500"]),
    ],
)
def test_more_tenants_than_roles_are_said_with_the_quota(
    monkeypatch: pytest.MonkeyPatch, tenants: int, roles: int, expected: list[str]
) -> None:
    monkeypatch.setattr(boto3, "client", lambda *_args, **_options: Iam(roles))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    dev = settings.load("dev")
    many = dev.model_copy(update={"tenants": dev.tenants * tenants})
    said = list(quota_preflight.problems(many, Config()))
    assert [one.partition(";")[0] for one in said] == expected
    assert all("L-FE177D64" in one for one in said)


def test_an_environment_with_few_tenants_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boto3, "client", None)
    assert list(quota_preflight.problems(settings.load("prod"), Config())) == []
