"""One deployed dev environment for all tests of this folder; they run in order, the destroying one last."""

from collections.abc import Generator

import pytest

from tests.integration.controllers.cluster import Cluster


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Generator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("controllers"))
    cluster.mlplatform("up", "dev")
    # Seconds instead of the settings' minutes: tests wait for it.
    cluster.kubectl("patch", "nodepool", "gpu", "--type=merge", "--patch", IDLE)
    yield cluster
    cluster.mlplatform("sandbox", "reset")


IDLE = '{"spec": {"disruption": {"consolidateAfter": "1s", "budgets": [{"nodes": "100%"}]}}}'
