"""A state file that an engine was killed over is not the end of a stack."""

from pathlib import Path

import pytest

from infra.cli import recovery

WHOLE = '{"version": 3}'


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PULUMI_BACKEND_URL", f"file://{tmp_path}")
    state = tmp_path / ".pulumi" / "stacks" / "mlplatform" / "dev.json"
    state.parent.mkdir(parents=True)
    return state


@pytest.mark.parametrize("torn", ["", '{"version'])
def test_a_torn_state_is_replaced_by_the_one_before(stack: Path, torn: str) -> None:
    stack.write_text(torn)
    stack.with_name("dev.json.bak").write_text(WHOLE)
    recovery._restore("dev")  # pyright: ignore[reportPrivateUsage]
    assert stack.read_text() == WHOLE


def test_a_whole_state_stays(stack: Path) -> None:
    stack.write_text('{"version": 4}')
    stack.with_name("dev.json.bak").write_text(WHOLE)
    recovery._restore("dev")  # pyright: ignore[reportPrivateUsage]
    assert stack.read_text() == '{"version": 4}'


def test_nothing_is_taken_from_a_torn_backup(stack: Path) -> None:
    stack.write_text("")
    stack.with_name("dev.json.bak").write_text('{"ver')
    recovery._restore("dev")  # pyright: ignore[reportPrivateUsage]
    assert stack.read_text() == ""
