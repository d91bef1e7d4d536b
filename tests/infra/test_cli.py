"""The command line's answers to mistakes and to machines."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from infra.cli import sandbox as sandbox_commands
from infra.cli.app import app
from stacks import settings
from tests.stacks.tenant_files import split

ROOT = Path(__file__).resolve().parents[2]


def mlplatform(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "infra.cli", *arguments]
    return subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", ["up", "preview"])
def test_an_unknown_environment_is_refused_before_anything_starts(command: str) -> None:
    done = mlplatform(command, "production")
    assert done.returncode == 1
    assert "there is no environment 'production'; there are dev, test, prod, small" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_option_is_a_usage_error() -> None:
    done = mlplatform("up", "--nonsense")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [["up"], ["preview"], ["down"], ["leftovers"], ["sandbox", "status"], ["sandbox", "build"], ["settings", "check"]],
)
def test_every_command_shows_an_example(command: list[str]) -> None:
    shown = CliRunner().invoke(app, [*command, "--help"])
    assert shown.exit_code == 0
    assert f"Example: mlplatform {' '.join(command)}" in " ".join(shown.stdout.split())


def test_settings_problems_are_readable_by_a_machine() -> None:
    result = CliRunner().invoke(app, ["settings", "check", "nowhere", "--json"])
    assert result.exit_code == 1
    (problem,) = json.loads(result.stdout)["problems"]
    assert "there is no environment 'nowhere'" in problem["message"]


def test_valid_settings_have_no_problems() -> None:
    result = CliRunner().invoke(app, ["settings", "check", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"problems": []}


def test_the_stacks_of_an_environment_are_listed_in_the_order_of_their_deployment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    split(tmp_path, fraud=["fraud-a"], ads=["ads-a"])
    load, tenant_stacks = settings.load, settings.tenant_stacks

    def load_here(stack: str) -> settings.Settings:
        return load(stack, directory=tmp_path)

    def listed_here(environment: str, directory: Path = tmp_path) -> list[str]:
        return tenant_stacks(environment, directory)

    monkeypatch.setattr(settings, "load", load_here)
    monkeypatch.setattr(settings, "tenant_stacks", listed_here)
    assert CliRunner().invoke(app, ["settings", "stacks", "dev"]).stdout == "dev\ndev-ads\ndev-fraud\n"
    assert CliRunner().invoke(app, ["settings", "stacks", "dev", "--tenants"]).stdout == "dev-ads\ndev-fraud\n"


def test_the_schema_is_a_json_schema() -> None:
    result = CliRunner().invoke(app, ["settings", "schema"])
    assert json.loads(result.stdout)["type"] == "object"


def test_status_of_a_sandbox_that_does_not_run_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_commands, "ROOT", tmp_path)
    result = CliRunner().invoke(app, ["sandbox", "status", "--json"])
    assert result.exit_code == 3
    assert json.loads(result.stdout)["state"] == "stopped"


def test_logs_of_an_unknown_process_name_those_that_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_commands, "ROOT", tmp_path)
    (tmp_path / ".sandbox" / "logs").mkdir(parents=True)
    (tmp_path / ".sandbox" / "logs" / "etcd.log").write_text("one\ntwo\nthree\n")
    wrong = CliRunner().invoke(app, ["sandbox", "logs", "nothing"])
    assert "etcd" in str(getattr(wrong.exception, "fix", ""))
    right = CliRunner().invoke(app, ["sandbox", "logs", "etcd", "--lines", "2"])
    assert right.stdout == "two\nthree\n"


def test_the_cache_of_tools_is_readable_by_a_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    build = tmp_path / "mlplatform" / "engine" / "helm-0123456789abcdef"
    build.mkdir(parents=True)
    os.utime(build, (0, 0))
    shown = json.loads(CliRunner().invoke(app, ["sandbox", "cache", "--json"]).stdout)
    assert [kept["name"] for kept in shown["kept"]] == [build.name]
    assert build.name in CliRunner().invoke(app, ["sandbox", "cache"]).stdout
    pruned = json.loads(CliRunner().invoke(app, ["sandbox", "cache", "--prune", "--json"]).stdout)
    assert (pruned["kept"], [removed["name"] for removed in pruned["removed"]]) == ([], [build.name])
    assert not build.exists()
