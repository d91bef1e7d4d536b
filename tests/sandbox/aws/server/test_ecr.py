"""What ECR takes in the policy of a registry."""

import json

import pytest

from tests.sandbox.aws.server.account import Account, error


def registry_policy(*actions: str) -> str:
    statement = {"Sid": "One", "Effect": "Allow", "Principal": "*", "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_the_registry_lets_nodes_be_the_first_to_pull(account: Account) -> None:
    policy = registry_policy("ecr:CreateRepository", "ecr:BatchImportUpstreamImage")
    account.client("ecr").put_registry_policy(policyText=policy)
    assert account.client("ecr").get_registry_policy()["policyText"] == policy


@pytest.mark.parametrize("policy", [registry_policy("s3:GetObject"), "no JSON", '{"Statement": [{}]}', "[]"])
def test_what_is_no_policy_of_a_registry_is_refused(account: Account, policy: str) -> None:
    with error("InvalidParameterException"):
        account.client("ecr").put_registry_policy(policyText=policy)
