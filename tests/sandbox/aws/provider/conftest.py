"""The stand-in against an emulated account in this process."""

import os
from collections.abc import Callable, Iterator
from typing import Any, cast

import boto3
import pytest

from sandbox.aws.provider.provider import AwsProvider
from tests.sandbox.aws.provider.account import emulated_account
from tests.sandbox.aws.provider.engine import Engine
from tests.sandbox.aws.provider.world import World

REGION = "eu-west-1"


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with emulated_account(tmp_path_factory.mktemp("account")) as variables:
        before = dict(os.environ)
        os.environ |= variables
        yield variables["AWS_ENDPOINT_URL"]
        os.environ.clear()
        os.environ.update(before)


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
