"""What the server is, whom it knows and what it refuses."""

import stat
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError

from tests.sandbox.aws.server.account import Account, error


def test_it_says_what_it_is(account: Account) -> None:
    answer = requests.get(f"{account.endpoint}/_sandbox/health", timeout=5)
    assert (answer.status_code, answer.json()["name"]) == (200, "mlplatform sandbox AWS")


def test_the_seeded_credentials_are_those_of_an_assumed_role(account: Account) -> None:
    identity = account.client("sts").get_caller_identity()
    assert identity["Arn"] == "arn:aws:sts::123456789012:assumed-role/sandbox-deployer/sandbox"
    assert account.credentials["account_id"] == identity["Account"] == "123456789012"


def test_only_its_owner_can_read_the_credentials(account: Account) -> None:
    assert stat.S_IMODE((account.state / "credentials.json").stat().st_mode) == 0o600


def test_credentials_of_another_account_are_refused(account: Account) -> None:
    stranger = account.client("s3", aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="x")
    with error("InvalidClientTokenId"):
        stranger.list_buckets()


def test_managed_policies_of_aws_are_there(account: Account) -> None:
    policy = account.client("iam").get_policy(PolicyArn="arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy")
    assert policy["Policy"]["PolicyName"] == "AmazonEKSWorkerNodePolicy"


@pytest.mark.parametrize(
    ("service", "operation", "parameters"),
    [
        ("eks", "list_fargate_profiles", {"clusterName": "dev"}),
        ("ec2", "describe_capacity_block_status", {}),
        ("budgets", "describe_budget_actions_for_account", {"AccountId": "123456789012"}),
        ("iam", "simulate_principal_policy", {"PolicySourceArn": "arn:aws:iam::1:role/xxxxx", "ActionNames": ["a:b"]}),
        ("grafana", "list_workspaces", {}),
        ("s3", "get_bucket_metrics_configuration", {"Bucket": "b", "Id": "m"}),
    ],
)
def test_what_it_does_not_have_it_refuses_by_name(
    account: Account, service: str, operation: str, parameters: dict[str, object]
) -> None:
    with pytest.raises(ClientError) as refusal:
        getattr(account.client(service), operation)(**parameters)
    response: Any = refusal.value.response
    error = response["Error"]
    assert error["Code"] == "SandboxNotImplemented"
    assert f"{service}:{operation.replace('_', '')}" in error["Message"].lower()
    # Not a status that SDKs retry.
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 501


def test_its_state_cannot_be_reset_from_outside(account: Account) -> None:
    assert requests.post(f"{account.endpoint}/moto-api/reset", timeout=5).status_code == 403
    account.client("sts").get_caller_identity()


def test_thirty_requests_at_once_are_all_answered(account: Account) -> None:
    sqs = account.client("sqs")

    def create(number: int) -> str:
        return sqs.create_queue(QueueName=f"queue-{number}")["QueueUrl"]

    with ThreadPoolExecutor(30) as pool:
        urls = list(pool.map(create, range(120)))
    assert len(set(urls)) == 120
    for url in urls:
        sqs.delete_queue(QueueUrl=url)
