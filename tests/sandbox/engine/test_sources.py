"""Files of Go modules: only pinned ones, only as pinned."""

import json
from pathlib import Path

import pytest

from sandbox.engine import sources
from sandbox.engine.errors import EngineError
from tests.sandbox.engine.conftest import Machine


@pytest.fixture
def pins(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Machine:
    folder = machine.modules / "sources"
    folder.mkdir()
    (folder / "go.mod").write_text("module m\n\nrequire (\n\texample.com/charts v1.2.3\n)\n")
    (folder / "go.sum").write_text("example.com/charts v1.2.3 h1:good=\n")
    monkeypatch.setattr(sources, "PINS", folder)
    return machine


def serve(machine: Machine, checksum: str) -> None:
    answer = json.dumps({"Dir": "/modules/charts", "Sum": checksum})
    machine.command("go", f"print('go version go1.26.9 linux/amd64' if sys.argv[1] == 'version' else '''{answer}''')")


def test_a_pinned_module_is_downloaded(pins: Machine) -> None:
    serve(pins, "h1:good=")
    assert sources.module_dir("example.com/charts", "v1.2.3") == Path("/modules/charts")


def test_a_module_that_go_sum_does_not_list_is_refused(pins: Machine) -> None:
    serve(pins, "h1:evil=")
    with pytest.raises(EngineError, match="checksum h1:evil="):
        sources.module_dir("example.com/charts", "v1.2.3")


@pytest.mark.parametrize(("path", "version"), [("example.com/charts", "v1.2.4"), ("example.com/other", "v1.2.3")])
def test_a_module_that_is_not_pinned_is_refused(pins: Machine, path: str, version: str) -> None:
    with pytest.raises(EngineError, match=f"{path} {version} is not pinned") as raised:
        sources.module_dir(path, version)
    assert "example.com/charts v1.2.3" in raised.value.fix
    assert pins.modules.name in raised.value.fix
