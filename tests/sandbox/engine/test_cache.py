"""Results are published whole or not at all, and made once."""

import threading
from pathlib import Path

import pytest

from sandbox.engine import cache
from sandbox.engine.errors import EngineError
from tests.sandbox.engine.conftest import Machine


def never() -> None:
    pytest.fail("nobody else is building")


def test_what_is_published_is_not_made_again(machine: Machine) -> None:
    def make(folder: Path) -> None:
        (folder / "made").write_text("once")

    first = cache.publish("a", make, never)
    assert cache.publish("a", lambda _: pytest.fail("made twice"), never) == first == machine.cache / "a"
    assert (first / "made").read_text() == "once"


def test_a_failure_publishes_nothing_and_leaves_nothing(machine: Machine) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("made")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.publish("a", fail, never)
    assert [path.name for path in machine.cache.iterdir()] == ["a.lock"]


def test_the_leftovers_of_a_killed_builder_are_removed(machine: Machine) -> None:
    (machine.cache / ".a.killed").mkdir(parents=True)
    cache.publish("a", lambda folder: (folder / "made").touch(), never)
    assert sorted(path.name for path in machine.cache.iterdir()) == ["a", "a.lock"]


def test_a_second_builder_says_that_it_waits_and_takes_the_first_ones_result(machine: Machine) -> None:
    building, waiting = threading.Event(), threading.Event()

    def slow(folder: Path) -> None:
        building.set()
        assert waiting.wait(10), "the second builder did not wait"
        (folder / "made").write_text("first")

    first = threading.Thread(target=cache.publish, args=("a", slow, never))
    first.start()
    assert building.wait(10)
    folder = cache.publish("a", lambda _: pytest.fail("made twice"), waiting.set)
    first.join()
    assert (folder / "made").read_text() == "first"
    assert folder.parent == machine.cache


def test_a_cache_that_cannot_be_written_is_explained(machine: Machine) -> None:
    machine.cache.parent.parent.write_text("a file where the cache should be")
    with pytest.raises(EngineError, match="cache cannot be written") as raised:
        cache.publish("a", lambda _: never(), never)
    assert "XDG_CACHE_HOME" in raised.value.fix
