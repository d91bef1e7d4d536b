"""Clones with sandboxes."""

from collections.abc import Generator
from pathlib import Path

import pytest

from sandbox import lifecycle
from tests.integration.lifecycle.clone import Clone


@pytest.fixture
def clone(tmp_path: Path) -> Generator[Clone]:
    """A clone without a sandbox."""
    yield Clone(tmp_path)
    lifecycle.reset(tmp_path)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Generator[Clone]:
    """A clone whose sandbox runs; the tests of a module share it and leave it running."""
    root = tmp_path_factory.mktemp("a clone")
    clone = Clone(root)
    clone.start()
    yield clone
    lifecycle.reset(root)
