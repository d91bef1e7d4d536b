"""A server in this process, on a free port, shared by all tests of the emulated account."""

import json
from collections.abc import Generator
from threading import Thread

import pytest

from sandbox.aws.server.serving import serve
from tests.sandbox.aws.server.account import Account


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Generator[Account]:
    """The seeded account; its Kubernetes API server does not exist."""
    state = tmp_path_factory.mktemp("aws")
    server = serve("127.0.0.1", 0, state, state / "missing.kubeconfig")
    Thread(target=server.serve_forever, daemon=True).start()
    credentials = json.loads((state / "credentials.json").read_text())
    yield Account(f"http://127.0.0.1:{server.server_port}", credentials, state)
    server.shutdown()
