"""Builds: what they report, what they leave behind, and how their failures read."""

import time
from pathlib import Path

import pytest

from sandbox.engine.errors import EngineError
from sandbox.engine.progress import Phase, Step, silent
from sandbox.engine.tools import ensure
from tests.sandbox.engine.conftest import Machine


def test_a_build_counts_what_is_left_to_compile(machine: Machine) -> None:
    machine.go()
    steps: list[Step] = []
    helm = ensure(["helm"], steps.append)["helm"]
    assert helm.read_text() == "binary"
    assert helm.is_relative_to(machine.cache)
    assert [(step.phase, step.done, step.total, step.detail) for step in steps] == [
        (Phase.DOWNLOADING, 0, 0, ""),
        (Phase.DOWNLOADING, 1, 0, "example.com/a v1.0.0"),
        (Phase.COMPILING, 0, 3, ""),
        (Phase.COMPILING, 1, 3, "example.com/a"),
        (Phase.COMPILING, 2, 3, "example.com/b"),
        (Phase.COMPILING, 3, 3, "example.com/helm"),
        (Phase.READY, 0, 0, ""),
    ]


def test_what_is_built_is_not_built_again(machine: Machine) -> None:
    machine.go()
    first = ensure(["helm"])
    machine.go(build="sys.exit('built twice')")
    assert ensure(["helm"]) == first


@pytest.mark.parametrize(
    ("output", "reason", "help_"),
    [
        ("write /tmp/x: no space left on device", "the disk is full", "Make room"),
        ("Get https://p/x: dial tcp: lookup p: no such host", "registry is out of reach", "GOPROXY"),
        ("reading https://p/x: 502 Bad Gateway", "registry is out of reach", "GOPROXY"),
        ("verifying m: checksum mismatch\\nSECURITY ERROR", "not the one that go.sum pins", "GOPROXY"),
        ("compile: signal: killed", "not enough memory", "Free"),
        ("mkdir /root: permission denied", "may not write", "GOCACHE"),
        ("main.go:3: undefined: x", "Go failed", "tell why"),
    ],
)
def test_a_failed_build_is_explained_and_publishes_nothing(
    machine: Machine, output: str, reason: str, help_: str
) -> None:
    machine.go(build=f"print('before'); sys.exit('{output}')")
    with pytest.raises(EngineError) as raised:
        ensure(["helm"])
    assert reason in raised.value.what
    assert help_ in raised.value.fix
    assert "goes on where it stopped" in raised.value.fix
    first = output.partition("\\n")[0]
    assert first in raised.value.what
    log = next(machine.cache.glob("helm-*.log"))
    assert str(log) in raised.value.what
    assert first in log.read_text()
    assert not [path for path in machine.cache.iterdir() if path.is_dir()]


def test_an_interrupted_build_ends_go_and_publishes_nothing(machine: Machine, tmp_path: Path) -> None:
    machine.go(
        build=f"""
        Path({str(tmp_path / "pid")!r}).write_text(str(os.getpid()))
        print("example.com/a", file=sys.stderr, flush=True)
        time.sleep(60)
        """
    )

    def interrupt(step: Step) -> None:
        if step.done and step.phase == Phase.COMPILING:
            raise KeyboardInterrupt

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        ensure(["helm"], interrupt)
    assert time.monotonic() - started < 10
    assert not Path("/proc", (tmp_path / "pid").read_text()).exists()
    assert not [path for path in machine.cache.iterdir() if path.is_dir()]
    machine.go()
    assert ensure(["helm"], silent)["helm"].exists()
