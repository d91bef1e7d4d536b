"""The environment of the plain commands."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import environment
from sandbox.errors import SandboxError
from sandbox.layout import Layout
from sandbox.private_files import write_private
from sandbox.report import Record, save

REAL = {
    "AWS_PROFILE": "prod",
    "AWS_ACCESS_KEY_ID": "AKIAREAL",
    "AWS_ROLE_ARN": "arn:aws:iam::999999999999:role/admin",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/run/token",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.2/",
    "AWS_ENDPOINT_URL_EKS": "https://eks.eu-west-1.amazonaws.com",
    "AWS_A_VARIABLE_OF_NEXT_YEAR": "1",
    "PULUMI_ACCESS_TOKEN": "pul-real",
    "PULUMI_CONFIG_PASSPHRASE": "real",
    "KUBECONFIG": "/home/me/.kube/config",
    "NO_PROXY": "intranet",
    "PATH": "/usr/bin:/bin",
    "HOME": "/home/me",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "it's a $HOME clone"
    layout = Layout(root)
    save(layout.record, Record("1", "now", 1, {"aws": 21006, "kubernetes": 21002}))
    credentials = {"access_key_id": "ASIASANDBOX", "secret_access_key": "a/b+c'd", "session_token": "t o k"}
    write_private(layout.aws / "credentials.json", json.dumps(credentials))
    environment.write(root)
    return root


def sourced(root: Path, current: dict[str, str], times: int = 1) -> dict[str, str]:
    script = '. "$1";' * times + 'exec "$0" -c "import json, os; print(json.dumps(dict(os.environ)))"'
    command = ["sh", "-eu", "-c", script, sys.executable, str(root / ".sandbox" / "env")]
    answer = subprocess.run(command, env=current, capture_output=True, text=True, check=True)
    shells_own = {"PWD", "SHLVL", "_", "OLDPWD", "LC_CTYPE"}
    return {name: value for name, value in json.loads(answer.stdout).items() if name not in shells_own}


def applied(root: Path, current: dict[str, str]) -> dict[str, str]:
    changes = environment.variables(root, current)
    kept = {name: value for name, value in current.items() if name not in changes}
    return kept | {name: value for name, value in changes.items() if value is not None}


def test_nothing_that_leads_to_a_real_account_is_left(root: Path) -> None:
    after = sourced(root, REAL)
    kept = {name: value for name, value in after.items() if REAL.get(name) == value}
    assert kept == {"HOME": "/home/me"}
    assert after["AWS_ENDPOINT_URL"] == "http://127.0.0.1:21006"
    assert after["AWS_SECRET_ACCESS_KEY"] == "a/b+c'd"


def test_the_file_and_the_dictionary_say_the_same(root: Path) -> None:
    assert sourced(root, REAL) == applied(root, REAL)


def test_the_file_and_the_dictionary_agree_in_an_empty_shell(root: Path) -> None:
    bare = {"PATH": "/usr/bin:/bin"}
    assert sourced(root, bare) == applied(root, bare)


def test_sourcing_twice_changes_nothing_more(root: Path) -> None:
    assert sourced(root, REAL, times=2) == sourced(root, REAL)


def test_the_sandbox_tools_come_first_on_the_path(root: Path) -> None:
    folders = sourced(root, REAL)["PATH"].split(":")
    assert folders[0] == str(root / ".sandbox" / "bin")
    assert folders[1] == str(Path(sys.executable).parent)


def test_a_proxy_does_not_get_requests_for_loopback(root: Path) -> None:
    assert sourced(root, REAL)["NO_PROXY"] == "127.0.0.1,localhost,intranet"


def test_only_its_owner_can_read_the_file(root: Path) -> None:
    assert stat.S_IMODE((root / ".sandbox" / "env").stat().st_mode) == 0o600


def test_without_a_sandbox_the_error_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="make up"):
        environment.variables(tmp_path)


def test_the_sandbox_processes_get_nothing_of_a_real_account() -> None:
    assert environment.clean(REAL) == {"NO_PROXY": "intranet", "PATH": "/usr/bin:/bin", "HOME": "/home/me"}
