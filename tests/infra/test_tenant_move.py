"""Moving a tenant between stacks goes on where it was interrupted, and says why it cannot."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from infra.cli import tenants as commands
from infra.cli.app import app
from infra.cli.console import CommandError
from infra.cli.tenant_move import Move
from infra.tenant_state import tenant_urn
from stacks import settings
from tests.stacks.settings_text import DEV
from tests.stacks.tenant_files import split

ROOT_STACK = "urn:pulumi:{stack}::mlplatform::pulumi:pulumi:Stack::mlplatform-{stack}"
# What `pulumi` does to states in files; what it does for real, the platform's tests on the engine show.
ENGINE = """#!{python}
import json, pathlib, sys
words = [word for word in sys.argv[1:] if not word.startswith("--non")]
option = lambda name: words[words.index(name) + 1]
file = lambda stack: pathlib.Path({states!r}, stack + ".json")
if words[:2] == ["stack", "export"]:
    print(file(option("--stack")).read_text())
elif words[:2] == ["stack", "import"]:
    file(option("--stack")).write_text(sys.stdin.read())
else:
    source, dest = option("--source"), option("--dest")
    here, there = (json.loads(file(stack).read_text()) for stack in (source, dest))
    name = words[-1].rpartition("::")[2]
    resources = here["deployment"]["resources"]
    moving = [one for one in resources if name in one["urn"]]
    if any(name in one["urn"] for one in there["deployment"]["resources"]):
        sys.exit("error: resource already exists in destination stack")
    there["deployment"]["resources"] += [
        {{key: value.replace(f":{{source}}:", f":{{dest}}:") for key, value in one.items()}} for one in moving
    ]
    here["deployment"]["resources"] = [one for one in resources if one not in moving]
    file(dest).write_text(json.dumps(there))
    file(source).write_text(json.dumps(here))
"""


class Place:
    """A checkout with a tenant file, and states of both stacks."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "stacks").mkdir()
        (root / "states").mkdir()
        (root / "bin").mkdir()
        split(root / "stacks", fraud=["lily"])
        engine = root / "bin" / "pulumi"
        engine.write_text(ENGINE.format(python=sys.executable, states=str(root / "states")))
        engine.chmod(0o755)
        self.save("dev", ["iris"])
        self.save("dev-fraud", ["lily"])

    def save(self, stack: str, names: list[str], pending: int = 0) -> None:
        stack_urn = ROOT_STACK.format(stack=stack)
        resources = [{"urn": stack_urn}]
        for name in names:
            urn = tenant_urn(stack, name)
            below = urn.replace("Tenant::", "Tenant$kubernetes:core/v1:Namespace::") + "-namespace"
            resources += [{"urn": urn, "parent": stack_urn}, {"urn": below, "parent": urn}]
        self.file(stack).write_text(
            json.dumps({"deployment": {"resources": resources, "pending_operations": [{"type": "creating"}] * pending}})
        )

    def file(self, stack: str) -> Path:
        return self.root / "states" / f"{stack}.json"

    def has(self, stack: str) -> list[str]:
        state: dict[str, Any] = json.loads(self.file(stack).read_text())
        names = [str(one["urn"]).rpartition("::")[2] for one in state["deployment"]["resources"]]
        return [name for name in names if name.startswith("tenant-")]

    def settings(self, stack: str) -> str:
        return (self.root / "stacks" / f"{stack}.yaml").read_text()

    def plan(self, tenant: str = "iris", source: str = "dev", target: str = "dev-fraud") -> Move:
        return Move.plan(self.root, tenant, source, target)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    made = Place(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    # Settings are checked where they are.
    load = settings.load

    def load_here(stack: str) -> settings.Settings:
        return load(stack, directory=tmp_path / "stacks")

    monkeypatch.setattr(settings, "load", load_here)
    return made


def test_state_and_section_move_and_both_states_are_kept(place: Place) -> None:
    before = place.file("dev").read_text()
    backups = place.plan().run()
    assert place.has("dev") == []
    assert place.has("dev-fraud") == ["tenant-lily", "tenant-lily-namespace", "tenant-iris", "tenant-iris-namespace"]
    assert place.settings("dev").endswith("tenants: []\n")
    assert place.settings("dev-fraud").endswith(DEV[DEV.index("  - name: iris") :])
    assert json.loads(backups[0].read_text()) == json.loads(before)
    assert backups[0].stat().st_mode & 0o077 == 0


def test_there_and_back_again_changes_nothing(place: Place) -> None:
    before = place.settings("dev"), place.settings("dev-fraud")
    place.plan().run()
    place.plan(source="dev-fraud", target="dev").run()
    assert (place.settings("dev"), place.settings("dev-fraud")) == before
    assert place.has("dev") == ["tenant-iris", "tenant-iris-namespace"]


def _only_target_saved(place: Place, before: dict[str, str]) -> None:
    place.file("dev").write_text(before["state"])
    (place.root / "stacks" / "dev.yaml").write_text(before["dev"])
    (place.root / "stacks" / "dev-fraud.yaml").write_text(before["dev-fraud"])


def _only_state_moved(place: Place, before: dict[str, str]) -> None:
    (place.root / "stacks" / "dev.yaml").write_text(before["dev"])
    (place.root / "stacks" / "dev-fraud.yaml").write_text(before["dev-fraud"])


def _section_in_both(place: Place, before: dict[str, str]) -> None:
    (place.root / "stacks" / "dev.yaml").write_text(before["dev"])


@pytest.mark.parametrize("interrupted", [_only_target_saved, _only_state_moved, _section_in_both])
def test_an_interrupted_move_goes_on(place: Place, interrupted: Callable[[Place, dict[str, str]], None]) -> None:
    before = {"dev": place.settings("dev"), "dev-fraud": place.settings("dev-fraud")}
    before["state"] = place.file("dev").read_text()
    place.plan().run()
    after = place.has("dev"), place.has("dev-fraud"), place.settings("dev"), place.settings("dev-fraud")
    interrupted(place, before)
    place.plan().run()
    assert (place.has("dev"), place.has("dev-fraud"), place.settings("dev"), place.settings("dev-fraud")) == after


def test_a_dry_run_changes_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "ROOT", place.root)
    result = CliRunner().invoke(
        app, ["tenants", "move", "iris", "--from", "dev", "--to", "dev-fraud", "--dry-run", "--json"]
    )
    shown = json.loads(result.stdout)
    assert (shown["dry_run"], len(shown["resources"]), shown["backups"]) == (True, 2, [])
    assert place.has("dev") == ["tenant-iris", "tenant-iris-namespace"]
    assert place.settings("dev") == DEV


@pytest.mark.parametrize(
    ("tenant", "source", "target", "expected"),
    [
        ("iris", "dev", "prod", "dev and prod are not two stacks of one environment"),
        ("iris", "dev", "dev", "dev and dev are not two stacks of one environment"),
        ("rose", "dev", "dev-fraud", "dev has no tenant rose"),
        ("iris", "dev", "dev-ads", "stacks/dev-ads.yaml: cannot be read"),
    ],
)
def test_what_cannot_be_moved_is_said_with_the_reason(
    place: Place, tenant: str, source: str, target: str, expected: str
) -> None:
    with pytest.raises(CommandError, match=expected):
        place.plan(tenant, source, target)


def test_a_stack_that_is_not_deployed_takes_no_tenant(place: Place) -> None:
    place.file("dev-fraud").write_text(json.dumps({"deployment": {}}))
    with pytest.raises(CommandError, match="the stack dev-fraud is not deployed"):
        place.plan()


def test_an_unfinished_deployment_is_finished_first(place: Place) -> None:
    place.save("dev", ["iris"], pending=1)
    with pytest.raises(CommandError, match="an interrupted run of dev is unfinished"):
        place.plan()


def test_two_different_sections_of_one_name_are_left_to_people(place: Place) -> None:
    file = place.root / "stacks" / "dev-fraud.yaml"
    file.write_text(place.settings("dev-fraud").replace("name: lily", "name: iris").replace("pods: 5", "pods: 6"))
    with pytest.raises(CommandError, match="both have a tenant iris, and they differ"):
        place.plan()
