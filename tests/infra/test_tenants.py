"""`mlplatform tenants remove`: it says what goes and what stays, and takes the protection off one tenant only."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from infra.cli.app import app
from infra.cli.console import CommandError
from infra.tenant_parts import parts, shared_place, tenants
from tests.recording import record_environment

PULUMI = """#!/bin/sh
case "$1" in
  stack) cat "{state}" ;;
  state) printf '%s\\n' "$@" > "{asked}" ;;
esac
"""


def exported(environment: str) -> list[dict[str, Any]]:
    recorded = record_environment(environment, preview=False)
    parents = {one.urn for one in recorded}
    return [
        {
            "urn": one.urn,
            "type": one.type,
            "custom": one.custom,
            "id": one.props.get("bucket", one.name),
            "parent": one.parent if one.parent in parents else "",
            "protect": bool(one.options.protect),
            "retainOnDelete": bool(one.options.retain_on_delete),
            "outputs": one.outputs or {},
        }
        for one in recorded
    ]


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shell whose `pulumi` has prod's state; the file of what is asked of it."""
    state, asked, program = tmp_path / "state.json", tmp_path / "asked", tmp_path / "pulumi"
    state.write_text(json.dumps({"deployment": {"resources": exported("prod")}}))
    program.write_text(PULUMI.format(state=state, asked=asked))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return asked


def run(*arguments: str, stdin: str = "") -> Result:
    command = ["tenants", "remove", *arguments, "--env", "prod"]
    return CliRunner().invoke(app, command, input=stdin, catch_exceptions=False)


def test_what_holds_data_stays_and_the_rest_goes(shell: Path) -> None:
    shown = json.loads(run("iris", "--json").stdout)
    stays, goes = ({one["kind"] for one in shown[which]} for which in ("stays", "goes"))
    assert {"s3 Bucket", "kms Key", "ecr Repository"} <= stays
    assert {"iam Role", "core Namespace", "eks PodIdentityAssociation"} <= goes
    assert shown["files_stay_in"] is None
    assert not shell.exists(), "nothing was changed"


def test_the_protection_comes_off_this_tenant_alone_once_its_name_is_typed(shell: Path) -> None:
    done = run("iris", stdin="iris\n")
    assert "stacks/prod.yaml" in done.stderr
    command, verb, *urns = shell.read_text().split()
    assert (command, verb) == ("state", "unprotect")
    unprotected = {one for one in urns if one.startswith("urn:")}
    assert unprotected == {one["urn"] for one in exported("prod") if one["protect"] and "::tenant-iris-" in one["urn"]}
    types = {one.split("$")[-1].partition("::")[0] for one in unprotected}
    assert {"aws:s3/bucket:Bucket", "aws:kms/key:Key", "aws:ecr/repository:Repository"} <= types


@pytest.mark.parametrize("typed", ["sentiment", "", "IRIS"])
def test_another_name_changes_nothing(shell: Path, typed: str) -> None:
    with pytest.raises(CommandError) as refused:
        run("iris", "--yes", typed)
    assert refused.value.code == 2
    assert not shell.exists()


def test_a_tenant_that_is_not_there_is_named_with_the_nearest(shell: Path) -> None:
    with pytest.raises(CommandError, match="no tenant 'irsi'") as refused:
        run("irsi", "--yes", "irsi")
    assert (refused.value.code, refused.value.fix) == (2, "nearest: iris")
    assert not shell.exists()


def test_files_in_a_shared_bucket_stay_there() -> None:
    state = exported("dev")
    iris = tenants(state)["iris"]
    assert shared_place(state, iris) == "s3://mlplatform-dev-123456789012-models/iris/"
    assert not [part for part in parts(state, iris) if part.is_protected or part.stays], "dev is thrown away"


@pytest.mark.parametrize("environment", ["test", "prod"])
def test_every_tenant_of_a_protected_environment_has_something_that_pulumi_refuses_to_delete(environment: str) -> None:
    state = exported(environment)
    for tenant in tenants(state).values():
        assert [part for part in parts(state, tenant) if part.is_protected and part.is_real]
