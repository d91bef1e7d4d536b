"""EKS tokens: who signed them, for which cluster, when."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from sandbox.aws.server.token_review import authenticate
from tests.sandbox.aws.server.account import REGION, Account

STS = "https://sts.eu-west-1.amazonaws.com/?Action={action}&Version=2011-06-15"


def _token(
    account: Account,
    *,
    cluster: str = "dev",
    action: str = "GetCallerIdentity",
    age: timedelta = timedelta(0),
    secret: str = "",
    monkeypatch: pytest.MonkeyPatch | None = None,
) -> str:
    keys = account.credentials
    credentials = Credentials(keys["access_key_id"], secret or keys["secret_access_key"], keys["session_token"])
    request = AWSRequest("GET", STS.format(action=action), headers={"x-k8s-aws-id": cluster})
    signed_at = datetime.now(UTC) - age
    if monkeypatch:
        monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: signed_at.replace(tzinfo=None))
    SigV4QueryAuth(credentials, "sts", REGION, expires=60).add_auth(request)
    return "k8s-aws-v1." + base64.urlsafe_b64encode(str(request.url).encode()).decode().rstrip("=")


def test_a_token_tells_who_signed_it(account: Account) -> None:
    identity = authenticate(_token(account), "dev")
    assert identity
    assert identity.principal_arn == "arn:aws:iam::123456789012:role/sandbox-deployer"
    assert identity.session_name == "sandbox"


def test_a_token_is_for_one_cluster_only(account: Account) -> None:
    assert authenticate(_token(account), "prod") is None


def test_a_token_of_another_request_is_none(account: Account) -> None:
    assert authenticate(_token(account, action="AssumeRole"), "dev") is None


def test_a_token_signed_with_another_secret_is_none(account: Account) -> None:
    assert authenticate(_token(account, secret="guessed"), "dev") is None


@pytest.mark.parametrize("token", ["", "k8s-aws-v1.", "k8s-aws-v1.%%%", "Bearer x", "k8s-aws-v1.aHR0cDovL2EvP2I9Yw"])
def test_garbage_is_no_token(account: Account, token: str) -> None:
    assert account
    assert authenticate(token, "dev") is None


@pytest.mark.parametrize(("minutes", "valid"), [(14, True), (16, False), (-10, False)])
def test_a_token_lives_fifteen_minutes(
    account: Account, monkeypatch: pytest.MonkeyPatch, minutes: int, *, valid: bool
) -> None:
    token = _token(account, age=timedelta(minutes=minutes), monkeypatch=monkeypatch)
    assert (authenticate(token, "dev") is not None) is valid


def test_a_user_signs_in_as_itself(account: Account) -> None:
    iam = account.client("iam")
    iam.create_user(UserName="ada")
    key = iam.create_access_key(UserName="ada")["AccessKey"]
    session: Any = boto3.Session(key["AccessKeyId"], key["SecretAccessKey"], region_name=REGION)
    request = AWSRequest("GET", STS.format(action="GetCallerIdentity"), headers={"x-k8s-aws-id": "dev"})
    SigV4QueryAuth(session.get_credentials(), "sts", REGION, expires=60).add_auth(request)
    identity = authenticate("k8s-aws-v1." + base64.urlsafe_b64encode(str(request.url).encode()).decode(), "dev")
    assert identity
    assert identity.principal_arn == "arn:aws:iam::123456789012:user/ada"
