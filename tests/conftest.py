"""Rules for all tests."""

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from botocore import loaders
from typing_extensions import override
from xdist.scheduler.loadscope import LoadScopeScheduling

if TYPE_CHECKING:
    from xdist.remote import Producer

# How long one example takes is the machine's affair.
hypothesis.settings.register_profile("any-machine", deadline=None)
hypothesis.settings.load_profile("any-machine")

# Each session has a loader of its own, which reads its services' models again: a fifth of a second for EC2's.
loaders.create_loader = cache(loaders.create_loader)
# moto makes some 1,300 images of machines for each account and region that is asked about.
os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"

TESTS = Path(__file__).parent
INTEGRATION = TESTS / "integration"


class FoldersTogether(LoadScopeScheduling):
    """Tests of one integration folder share their sandbox, so they stay together on one worker."""

    # Not by xdist's groups: it cannot mark the tests of pytest 9.2 with them.
    @override
    def _split_scope(self, nodeid: str) -> str:
        parts = nodeid.split("/")
        return "/".join(parts[:3]) if parts[:2] == [TESTS.name, INTEGRATION.name] else nodeid


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: tests on a sandbox wait for half of their time."""
    return (os.cpu_count() or 1) * 3 // 2


def pytest_xdist_make_scheduler(config: pytest.Config, log: "Producer") -> FoldersTogether:
    """Spread tests over the workers."""
    return FoldersTogether(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a sandbox."""
    for item in items:
        if INTEGRATION in item.path.parents:
            item.add_marker(pytest.mark.integration)
