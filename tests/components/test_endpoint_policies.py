"""Policies of VPC endpoints: the account's own principals, and what is the account's own."""

import json
from typing import Any, get_args

import pytest

from components import endpoint_policies
from stacks.sections.network import InterfaceEndpoint

ACCOUNT = "123456789012"
SERVICES = [service for service in get_args(InterfaceEndpoint) if service != "s3"]


def statements(service: str) -> list[dict[str, Any]]:
    return json.loads(endpoint_policies.interface(service, "aws", "eu-west-1", ACCOUNT))["Statement"]


@pytest.mark.parametrize("service", SERVICES)
def test_only_principals_of_the_account_pass(service: str) -> None:
    for statement in statements(service):
        assert statement["Effect"] == "Allow"
        assert statement["Condition"] == {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}


@pytest.mark.parametrize("service", SERVICES)
def test_no_endpoint_lets_every_action_through(service: str) -> None:
    prefixes = {action.split(":")[0] for statement in statements(service) for action in statement["Action"]}
    assert prefixes == {"ecr" if service.startswith("ecr.") else service}


@pytest.mark.parametrize(("service", "action"), [("ecr.dkr", "ecr:*"), ("kms", "kms:*"), ("sqs", "sqs:*")])
def test_keys_queues_and_registries_of_other_accounts_are_out_of_reach(service: str, action: str) -> None:
    (own,) = [statement for statement in statements(service) if action in statement["Action"]]
    assert own["Resource"]
    assert all(f":{ACCOUNT}:" in arn for arn in own["Resource"])


def test_images_can_be_pulled_from_other_accounts_and_not_pushed_there() -> None:
    anywhere = {
        action
        for statement in statements("ecr.api")
        if statement["Resource"] == ["*"]
        for action in statement["Action"]
    }
    assert "ecr:BatchGetImage" in anywhere
    assert not any(action.split(":")[1].startswith(("Put", "Upload", "Initiate", "Complete")) for action in anywhere)
    assert "ecr:*" not in anywhere
