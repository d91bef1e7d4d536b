"""A server in this process, on a free port, shared by all tests of the emulated account."""

from collections.abc import Generator

import pytest

from tests.sandbox.aws.server.account import Account, served


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Generator[Account]:
    """The seeded account; its Kubernetes API server does not exist."""
    with served(tmp_path_factory.mktemp("aws")) as account:
        yield account
