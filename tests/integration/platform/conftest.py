"""One deployed dev environment for all tests of this folder: its first `up` is killed, and so is its `down`."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.integration.platform.cluster import Cluster
from tests.integration.platform.interruption import kill
from tests.integration.platform.tenants import place

# They change the environment for good; each takes it as the one before leaves it.
LAST = ("test_capacity", "test_gpu_pool", "test_instances", "test_pool_kinds", "test_removal")
# In the middle: keys, roles, the VPC and its endpoints are there or on their way, the cluster is not.
CREATED_AT_THE_KILL = 40
# Seconds instead of the settings' minutes: tests wait for it.
IDLE = '{"spec": {"disruption": {"consolidateAfter": "1s", "budgets": [{"nodes": "100%"}]}}}'


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the modules of `LAST` after all others, in their order."""
    here = Path(__file__).parent
    items.sort(
        key=lambda item: LAST.index(item.path.stem) if item.path.parent == here and item.path.stem in LAST else -1
    )


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Generator[Cluster]:
    checkout = Cluster(tmp_path_factory.mktemp("checkout"))
    place.join(checkout.root / "stacks")
    yield checkout
    checkout.mlplatform("sandbox", "reset")


@pytest.fixture(scope="session")
def dev(checkout: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Cluster:
    """The dev environment as `mlplatform up` leaves it that finishes what a killed one began."""
    log = tmp_path_factory.mktemp("killed") / "up.log"
    kill(checkout, "up", lambda said: said.count(" created (") >= CREATED_AT_THE_KILL, log)
    checkout.mlplatform("up", "dev")
    return checkout


@pytest.fixture(scope="session")
def cluster(dev: Cluster) -> Cluster:
    """The dev environment with a pool whose idle nodes go at once."""
    dev.kubectl("patch", "nodepool", "gpu", "--type=merge", "--patch", IDLE)
    return dev
