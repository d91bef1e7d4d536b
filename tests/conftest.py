"""Rules for all tests."""

from pathlib import Path

import pytest

INTEGRATION = Path(__file__).parent / "integration"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one integration folder share their sandbox, so they stay together on one worker."""
    for item in items:
        if INTEGRATION in item.path.parents:
            folder = item.path.relative_to(INTEGRATION).parts[0]
            item.add_marker(pytest.mark.integration)
            item.add_marker(pytest.mark.xdist_group(folder))
