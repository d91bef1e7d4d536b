"""What the workflows may do, and that GitHub will understand them."""

import os
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from sandbox.engine.progress import silent
from sandbox.engine.toolchain import find_go


def read(file: Path) -> Any:
    return yaml.safe_load(file.read_text())


ROOT = Path(__file__).resolve().parents[2]
GITHUB = ROOT / ".github"
FILES = sorted(GITHUB.rglob("*.yml"))
WORKFLOW_FILES = sorted((GITHUB / "workflows").glob("*.yml"))
WORKFLOWS: dict[str, Any] = {file.stem: read(file) for file in WORKFLOW_FILES}
CLOUD = {"contents": "read", "id-token": "write"}
GRANTED: dict[str, Mapping[str, str]] = {
    "preview.preview": {**CLOUD, "pull-requests": "write"},
    "deploy.dev": CLOUD,
    "deploy.test": CLOUD,
    "deploy.prod": CLOUD,
    "deploy-environment.preview": CLOUD,
    "deploy-environment.up": CLOUD,
    "drift.drift": CLOUD,
    "drift.issue": {"issues": "write"},
    "images.build": CLOUD,
}
"""Rights of jobs beyond reading the repository. Whoever adds one says so here too."""


def jobs() -> Iterator[tuple[str, Any]]:
    for workflow, content in WORKFLOWS.items():
        for name, job in content["jobs"].items():
            yield f"{workflow}.{name}", job


def values(content: Any, key: str) -> Iterator[str]:
    if isinstance(content, dict):
        for name, value in cast("dict[str, Any]", content).items():
            yield from [value] if name == key and isinstance(value, str) else values(value, key)
    elif isinstance(content, list):
        for each in cast("list[Any]", content):
            yield from values(each, key)


def test_github_understands_the_workflows() -> None:
    go = find_go(silent)
    command = [str(go.executable), "tool", "actionlint", "-shellcheck=", "-pyflakes=", *map(str, WORKFLOW_FILES)]
    done = subprocess.run(
        command, cwd=Path(__file__).parent, env=go.environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_workflow_reads_the_repository_and_nothing_else(workflow: str) -> None:
    assert WORKFLOWS[workflow]["permissions"] == {"contents": "read"}


def test_jobs_get_only_the_rights_that_are_known_to_be_needed() -> None:
    assert {name: job["permissions"] for name, job in jobs() if "permissions" in job} == GRANTED


def test_a_job_with_a_role_of_the_account_is_bound_to_an_environment() -> None:
    for name, job in jobs():
        if "id-token" in job.get("permissions", {}) and "uses" not in job:
            wanted = {"deploy-environment.up": "environment }}", "images.build": "images"}
            assert job["environment"].endswith(wanted.get(name, "environment }}-preview")), name


def test_only_an_approved_job_has_the_role_that_changes_things() -> None:
    roles = {name: list(values(job, "role")) for name, job in jobs()}
    changing = [name for name, used in roles.items() if "${{ vars.DEPLOY_ROLE_ARN }}" in used]
    assert changing == ["deploy-environment.up"]


def test_a_deployment_is_alone_on_its_stack_and_is_never_cancelled() -> None:
    up = WORKFLOWS["deploy-environment"]["jobs"]["up"]
    assert up["concurrency"] == {"group": "stack-${{ inputs.environment }}", "cancel-in-progress": False}
    assert up["needs"] == "preview"


def test_every_preview_and_deployment_runs_the_policy_pack() -> None:
    commands = [command for _, job in jobs() for command in values(job, "run") if "pulumi" in command]
    assert all("--policy-pack policies" in command for command in commands if "pulumi refresh" not in command)
    assert len(commands) == 6
    (step,) = (step for step in WORKFLOWS["preview"]["jobs"]["preview"]["steps"] if "command" in step.get("with", {}))
    assert step["with"]["policyPacks"] == "policies"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name + "/" + file.name)
def test_no_text_from_outside_becomes_a_command(file: Path) -> None:
    assert [command for command in values(read(file), "run") if "${{" in command] == []


def test_pulumi_has_the_version_of_the_sdk() -> None:
    (pinned,) = {version for file in FILES for version in values(read(file), "pulumi-version")}
    assert f"pulumi=={pinned}" in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]


def test_an_action_has_one_version_everywhere() -> None:
    used = {use for file in FILES for use in values(read(file), "uses") if "@" in use}
    assert len(used) == len({use.partition("@")[0] for use in used})


@pytest.mark.parametrize("code", [0, 3])
def test_a_summary_tells_how_a_command_ended_and_keeps_its_exit_code(tmp_path: Path, code: int) -> None:
    summary = tmp_path / "summary"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho said; echo wrong >&2; exit {code}\n")
    program.chmod(0o755)
    environment = {**os.environ, "RUNNER_TEMP": str(tmp_path), "GITHUB_STEP_SUMMARY": str(summary)}
    done = subprocess.run(
        [GITHUB / "summarize", "dev", program], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert done.stdout == "said\nwrong\n"
    assert f"ended with exit code {code}" in summary.read_text()
    assert "said\nwrong\n" in summary.read_text()
