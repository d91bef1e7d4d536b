"""A server in this process, on a free port, shared by all tests of the emulated account."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import boto3
import pytest
from botocore.config import Config

from sandbox.aws.server.serving import serve

REGION = "eu-west-1"


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("aws")


@pytest.fixture(scope="session")
def endpoint(state: Path) -> Iterator[str]:
    server = serve("127.0.0.1", 0, state, state / "missing.kubeconfig")
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def credentials(endpoint: str, state: Path) -> dict[str, str]:
    assert endpoint
    return json.loads((state / "credentials.json").read_text())


@pytest.fixture(scope="session")
def client(endpoint: str, credentials: dict[str, str]) -> Callable[..., Any]:
    session = boto3.Session(
        aws_access_key_id=credentials["access_key_id"],
        aws_secret_access_key=credentials["secret_access_key"],
        aws_session_token=credentials["session_token"],
        region_name=REGION,
    )
    # One attempt: what fails here must not be hidden by a retry.
    config = Config(retries={"total_max_attempts": 1})
    return lambda service: session.client(service, endpoint_url=endpoint, config=config)
