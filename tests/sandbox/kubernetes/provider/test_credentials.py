import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sandbox.kubernetes.provider.clusters import Plugin
from sandbox.kubernetes.provider.credentials import Tokens
from sandbox.provider.errors import ProviderError

PROGRAM = """
import json, pathlib, sys
runs = pathlib.Path(sys.argv[1])
runs.write_text(runs.read_text() + "x" if runs.exists() else "x")
status = {"token": f"token-{len(runs.read_text())}", "expirationTimestamp": sys.argv[2]}
print(json.dumps({"kind": "ExecCredential", "status": status}))
"""


def plugin(runs: Path, lifetime: timedelta) -> Plugin:
    expires = (datetime.now(UTC) + lifetime).isoformat()
    return Plugin(sys.executable, ("-c", PROGRAM, str(runs), expires), {})


@pytest.fixture(autouse=True)
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLPLATFORM_SANDBOX", str(tmp_path / "sandbox"))
    return tmp_path / "sandbox"


def test_many_processes_run_the_plugin_once(tmp_path: Path):
    one = plugin(tmp_path / "runs", timedelta(minutes=14))
    assert [Tokens(one).current() for _process in range(3)] == ["token-1"] * 3


def test_a_token_about_to_expire_is_renewed(tmp_path: Path):
    tokens = Tokens(plugin(tmp_path / "runs", timedelta(seconds=30)))
    assert [tokens.current(), tokens.current()] == ["token-1", "token-2"]


def test_a_refused_token_is_not_used_again(tmp_path: Path):
    tokens = Tokens(plugin(tmp_path / "runs", timedelta(minutes=14)))
    tokens.current()
    tokens.forget()
    assert tokens.current() == "token-2"


def test_another_caller_gets_a_token_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    one = plugin(tmp_path / "runs", timedelta(minutes=14))
    Tokens(one).current()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIASOMEBODYELSE")
    assert Tokens(one).current() == "token-2"


def test_only_the_owner_can_read_cached_tokens(tmp_path: Path, sandbox: Path):
    Tokens(plugin(tmp_path / "runs", timedelta(minutes=14))).current()
    (file,) = sandbox.rglob("*.json")
    assert file.stat().st_mode & 0o077 == 0
    assert json.loads(file.read_text())["token"] == "token-1"


@pytest.mark.parametrize(
    ("command", "arguments", "words"),
    [
        ("no-such-plugin", (), "no-such-plugin' is not installed"),
        (sys.executable, ("-c", "import sys; sys.exit('no credentials')"), "no credentials"),
        (sys.executable, ("-c", "print('hello')"), "printed no ExecCredential"),
    ],
)
def test_a_plugin_that_fails_is_named_with_its_reason(command: str, arguments: tuple[str, ...], words: str):
    with pytest.raises(ProviderError, match=words):
        Tokens(Plugin(command, arguments, {})).current()
