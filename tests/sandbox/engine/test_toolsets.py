"""What a cached build is keyed by, and which versions it gets."""

import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.engine import toolsets
from sandbox.engine.errors import EngineError
from sandbox.engine.toolsets import MODULES, TOOL_SETS, required_versions, tool_set_of
from tests.sandbox.engine.conftest import Machine


def key() -> str:  # of the tool set that the fixture `machine` has
    return tool_set_of("helm").key("go1.26.9", "linux/amd64")


@pytest.mark.parametrize("name", ["go.mod", "go.sum", "main.go", "deeper/added.go"])
def test_the_key_changes_with_the_content_of_the_module(machine: Machine, name: str) -> None:
    before = key()
    file = machine.modules / "helm" / name
    file.parent.mkdir(exist_ok=True)
    with file.open("a") as source:
        source.write("// changed\n")
    assert key() != before


def test_the_key_changes_when_a_file_is_renamed(machine: Machine) -> None:
    before = key()
    (machine.modules / "helm" / "main.go").rename(machine.modules / "helm" / "other.go")
    assert key() != before


def test_the_key_changes_with_the_compiler_the_platform_and_the_flags(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    del machine
    helm = tool_set_of("helm")
    keys = {key(), helm.key("go1.27.3", "linux/amd64"), helm.key("go1.26.9", "linux/arm64")}
    monkeypatch.setattr(toolsets, "BUILD_FLAGS", ("-trimpath",))
    assert len(keys | {key(), replace(helm, versions={}).key("go1.26.9", "linux/amd64")}) == 5


def test_another_clone_has_the_same_key(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    shutil.copytree(machine.modules, tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "helm" / "notes.txt").write_text("not a source")
    monkeypatch.setattr(toolsets, "MODULES", tmp_path / "elsewhere")
    assert key() == before


def test_an_unknown_tool_is_refused_with_the_known_ones() -> None:
    with pytest.raises(EngineError, match=r"`terraform`.*\n.*helm, karpenter, kserve, kube, kubectl, kwok, pulumi"):
        tool_set_of("terraform")


@pytest.mark.parametrize("tool_set", TOOL_SETS, ids=[tool_set.name for tool_set in TOOL_SETS])
def test_every_version_that_a_tool_reports_is_the_pinned_one(tool_set: toolsets.ToolSet) -> None:
    flags = next(argument for argument in tool_set.build_arguments() if argument.startswith("-ldflags="))
    assert len(tool_set.versions) == flags.count("-X ")
    for variable in tool_set.versions:
        assert f"{variable}=v" in flags or f"{variable}=1 " in flags or f"{variable}=36 " in flags


def test_the_engine_has_the_version_of_the_sdk() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]
    engine = required_versions(MODULES / "pulumi")["github.com/pulumi/pulumi/pkg/v3"]
    assert f"pulumi=={engine.removeprefix('v')}" in project["dependencies"]
