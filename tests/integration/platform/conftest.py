"""One deployed dev environment for all tests of this folder."""

from collections.abc import Generator

import pytest

from tests.integration.platform.checkout import Checkout


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
