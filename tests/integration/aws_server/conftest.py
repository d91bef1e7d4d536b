"""A sandbox whose emulated account and Kubernetes API server belong together."""

import json
from collections.abc import Generator

import pytest

from sandbox import lifecycle
from tests.integration.aws_server.eks import Eks
from tests.integration.lifecycle.clone import Clone
from tests.sandbox.aws.server.account import Account


@pytest.fixture(scope="package")
def eks(tmp_path_factory: pytest.TempPathFactory) -> Generator[Eks]:
    """An account with a network and roles, and no cluster."""
    root = tmp_path_factory.mktemp("aws")
    clone = Clone(root)
    started = clone.start()
    assert started.aws_endpoint
    credentials = json.loads((clone.layout.aws / "credentials.json").read_text())
    yield Eks(clone, Account(started.aws_endpoint, credentials, clone.layout.aws))
    lifecycle.reset(root)


@pytest.fixture
def cluster(eks: Eks) -> Generator[str]:
    """A cluster that is gone after the test."""
    eks.create_cluster("dev")
    yield "dev"
    eks.delete_cluster("dev")
