"""A real engine, the AWS stand-in and an emulated account, for small programs of the tests' own."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import boto3
import pytest

from sandbox.aws.provider.sdk import SDK_VERSION
from sandbox.engine.tools import ensure
from tests.integration.language_host.conftest import Project
from tests.sandbox.aws.provider.account import emulated_account

REGION = "eu-west-1"
PLUGIN = f'#!/bin/sh\nexec "{sys.executable}" -P -m sandbox.aws.provider "$@"\n'


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.integration)


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with emulated_account(tmp_path_factory.mktemp("account")) as variables:
        yield {**variables, "AWS_REGION": REGION}


@pytest.fixture
def project(tmp_path: Path, account: dict[str, str]) -> Project:
    project = Project(tmp_path, ensure(["pulumi"])["pulumi"])
    project.environment |= {**account, "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true"}
    plugin = tmp_path / "home" / "plugins" / f"resource-aws-v{SDK_VERSION}" / "pulumi-resource-aws"
    plugin.parent.mkdir(parents=True)
    plugin.write_text(PLUGIN)
    plugin.chmod(0o755)
    return project


@pytest.fixture(scope="session")
def aws(account: dict[str, str]) -> Callable[[str], Any]:
    session = boto3.Session(
        account["AWS_ACCESS_KEY_ID"], account["AWS_SECRET_ACCESS_KEY"], account["AWS_SESSION_TOKEN"], REGION
    )
    # One overload for each service: a variable name fits none.
    make_client = cast("Any", session).client
    return lambda service: make_client(service, endpoint_url=account["AWS_ENDPOINT_URL"])
