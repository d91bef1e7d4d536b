"""What is asked of AWS before anything is declared."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from infra import preflight
from stacks import settings


class Sts:
    def __init__(self, account_id: str) -> None:
        self.account_id = account_id

    def get_caller_identity(self) -> dict[str, str]:
        return {"Account": self.account_id}


class Ec2:
    def describe_availability_zones(self) -> dict[str, Any]:
        return {"AvailabilityZones": [{"ZoneName": "eu-west-1a"}, {"ZoneName": "eu-west-1b"}]}


class Refused:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def get_caller_identity(self) -> None:
        raise self.error


def answer(monkeypatch: pytest.MonkeyPatch, **clients: object) -> None:
    def client(service: str, _region: str, **_: object) -> object:
        return clients[service]

    monkeypatch.setattr(boto3, "client", client)


def test_the_right_account_with_the_right_zones_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, sts=Sts("123456789012"), ec2=Ec2())
    preflight.check(settings.load("dev"))


def test_another_account_is_refused_by_both_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, sts=Sts("999999999999"), ec2=Ec2())
    with pytest.raises(preflight.PreflightError, match=r"account_id: is 123456789012, but .* account 999999999999"):
        preflight.check(settings.load("prod"))


def test_a_zone_that_the_account_does_not_have_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, sts=Sts("123456789012"), ec2=Ec2())
    with pytest.raises(preflight.PreflightError, match=r"network\.zones\[2\]: eu-west-1c is not offered .* eu-west-1a"):
        preflight.check(settings.load("prod"))


def test_without_credentials_the_way_to_get_them_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, sts=Refused(NoCredentialsError()))
    with pytest.raises(preflight.PreflightError, match=r"no AWS credentials were found.\n.*\n.*`make up`"):
        preflight.check(settings.load("dev"))


def test_expired_credentials_are_told_from_missing_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    expired = ClientError({"Error": {"Code": "ExpiredToken", "Message": "expired"}}, "GetCallerIdentity")
    answer(monkeypatch, sts=Refused(expired))
    with pytest.raises(preflight.PreflightError, match=r"did not accept the credentials .*expired"):
        preflight.check(settings.load("dev"))
