"""One deployed dev environment for all tests of this folder."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.integration.platform.checkout import Checkout


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.integration)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Generator[Checkout]:
    checkout = Checkout(tmp_path_factory.mktemp("checkout"))
    yield checkout
    checkout.mlplatform("sandbox", "reset")


@pytest.fixture(scope="session")
def dev(checkout: Checkout) -> Checkout:
    """The dev environment as `mlplatform up` leaves it."""
    checkout.mlplatform("up", "dev")
    return checkout
