"""The stand-in against an emulated account in this process."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, cast
from urllib.request import urlopen

import boto3
import pytest

from sandbox.aws.provider.provider import AwsProvider
from tests.sandbox.aws.provider.api_server import start
from tests.sandbox.aws.provider.engine import Engine
from tests.sandbox.aws.provider.world import World

REGION = "eu-west-1"


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    # A process of its own: moto keeps one account per process, and the server's tests have theirs in this one.
    state = tmp_path_factory.mktemp("account")
    api_server, kubeconfig = start(state)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ["--port", str(port), "--state", str(state), "--kubeconfig", str(kubeconfig)]
    server = subprocess.Popen([sys.executable, "-m", "sandbox.aws.server", *options])
    before = dict(os.environ)
    try:
        _wait_until_healthy(f"http://127.0.0.1:{port}/_sandbox/health", server)
        credentials = json.loads((state / "credentials.json").read_text())
        os.environ |= {
            "AWS_ACCESS_KEY_ID": credentials["access_key_id"],
            "AWS_SECRET_ACCESS_KEY": credentials["secret_access_key"],
            "AWS_SESSION_TOKEN": credentials["session_token"],
        }
        yield f"http://127.0.0.1:{port}"
    finally:
        os.environ.clear()
        os.environ.update(before)
        api_server.shutdown()
        server.terminate()
        server.wait(10)


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5):  # noqa: S310 a loopback address
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the emulated account did not start")


@pytest.fixture(scope="session")
def engine(endpoint: str) -> Engine:
    provider = AwsProvider(endpoint)
    provider.configure({"region": REGION})
    return Engine(provider)


@pytest.fixture(scope="session")
def aws(endpoint: str) -> Callable[[str], Any]:
    # One overload for each service: a variable name fits none.
    make_client = cast("Any", boto3.Session()).client
    return lambda service: make_client(service, region_name=REGION, endpoint_url=endpoint)


@pytest.fixture(scope="session")
def world(engine: Engine) -> World:
    return World(engine)
