"""The policy on known accounts where nothing says which account is the own one."""

import json

import pytest

from policies.s3 import bucket_policy_known_accounts
from tests.policies.judging import Given, Verdict, judge

PARTNER = "210987654321"


def _judge(*, provider: dict[str, object], accounts: list[str]) -> Verdict:
    statement = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{PARTNER}:root"}, "Action": "s3:GetObject"}
    props = {"policy": json.dumps({"Statement": [statement]})}
    given = Given("aws:s3/bucketPolicy:BucketPolicy", props, provider=provider, config={"accounts": accounts})
    return judge(bucket_policy_known_accounts.POLICY, given)


@pytest.mark.parametrize("provider", [{}, {"allowedAccountIds": "[]"}, {"region": "eu-west-1"}])
def test_whether_an_account_is_the_own_one_is_not_guessed(provider: dict[str, object]) -> None:
    verdict = _judge(provider=provider, accounts=[])

    assert verdict.violations == []
    assert f"not evaluated: whether {PARTNER} is the own account" in verdict.not_evaluated


def test_a_listed_account_is_known_to_a_provider_that_is_bound_to_none() -> None:
    verdict = _judge(provider={}, accounts=[PARTNER])

    assert (verdict.violations, verdict.not_evaluated) == ([], "")
