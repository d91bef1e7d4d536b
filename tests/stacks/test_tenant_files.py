"""Tenant files: an environment's settings in several files are checked as one."""

from pathlib import Path
from typing import Any

import pytest

from stacks import settings
from stacks.reading.errors import SettingsError
from tests.stacks.settings_text import DEV
from tests.stacks.tenant_files import HEAD, STACK_FILE, TENANT, split, tenant, write


def said(directory: Path, stack: str = "dev") -> str:
    with pytest.raises(SettingsError) as caught:
        settings.load(stack, directory=directory)
    return str(caught.value)


def test_an_environment_is_its_file_and_its_tenant_files(tmp_path: Path) -> None:
    split(tmp_path, fraud=["fraud-a", "fraud-b"], ads=["ads-a"])
    assert settings.environments(tmp_path) == ["dev"]
    assert settings.tenant_stacks("dev", tmp_path) == ["dev-ads", "dev-fraud"]
    names = [one.name for one in settings.load("dev", directory=tmp_path).tenants]
    assert names == ["iris", "ads-a", "fraud-a", "fraud-b"]


@pytest.mark.parametrize(
    ("stack", "own"), [("dev", ["iris"]), ("dev-ads", ["ads-a"]), ("dev-fraud", ["fraud-a", "fraud-b"])]
)
def test_each_stack_declares_the_tenants_of_its_file(tmp_path: Path, stack: str, own: list[str]) -> None:
    chosen = settings.load(stack, directory=split(tmp_path, fraud=["fraud-a", "fraud-b"], ads=["ads-a"]))
    assert [one.name for one in chosen.own_tenants] == own
    assert chosen.environment == "dev"


def test_an_environment_may_have_all_its_tenants_in_tenant_files(tmp_path: Path) -> None:
    split(tmp_path, fraud=["fraud-a"])
    (tmp_path / "dev.yaml").write_text(DEV[: DEV.index("tenants:")] + "tenants: []\n", encoding="utf-8")
    assert settings.load("dev", directory=tmp_path).own_tenants == ()
    assert len(settings.load("dev-fraud", directory=tmp_path).own_tenants) == 1
    (tmp_path / "dev-fraud.yaml").unlink()
    assert "tenants: no file of the environment has a tenant; add one" in said(tmp_path)


@pytest.mark.parametrize("stack", ["dev", "dev-fraud"])
def test_a_mistake_names_the_file_that_it_is_in(tmp_path: Path, stack: str) -> None:
    split(tmp_path, fraud=["fraud-a", "fraud-b"])
    file = tmp_path / "dev-fraud.yaml"
    file.write_text(file.read_text().replace("owner: data-science", "owner: nobody"), encoding="utf-8")
    first, second = said(tmp_path, stack).splitlines()
    second_line = 5 + len(TENANT.splitlines())
    assert first.startswith("stacks/dev-fraud.yaml:5:5: tenants[0].owner: team 'nobody' is not declared")
    assert second.startswith(f"stacks/dev-fraud.yaml:{second_line}:5: tenants[1].owner: team 'nobody'")


def test_two_files_cannot_have_tenants_of_one_name(tmp_path: Path) -> None:
    problem = said(split(tmp_path, fraud=["fraud-a", "iris"]))
    assert problem.startswith("stacks/dev-fraud.yaml:")
    assert "tenants[1].name: iris is the name of tenants[0] of stacks/dev.yaml already" in problem


def test_data_of_tenants_in_other_files_stays_theirs(tmp_path: Path) -> None:
    split(tmp_path, fraud=["fraud-a"])
    shared = "path: measurements # s3://<models bucket>/iris/measurements/"
    for name in ("dev", "dev-fraud"):
        file = tmp_path / f"{name}.yaml"
        text = file.read_text()
        assert shared in text
        file.write_text(text.replace(shared, "bucket: lake\n        path: measurements"), encoding="utf-8")
    assert "stacks/dev-fraud.yaml" in said(tmp_path)
    assert "tenant iris has s3://lake/measurements/" in said(tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("domain: x.example.com\n", "domain: belongs in the environment's own file; a tenant file holds tenants only"),
        ("tenant: []\n", "tenant: unknown key; did you mean tenants? (keys here: environment, kind, tenants)"),
    ],
)
def test_a_tenant_file_holds_tenants_only(tmp_path: Path, text: str, expected: str) -> None:
    write(tmp_path, {"dev": DEV, "dev-fraud": text + HEAD + tenant("fraud-a")})
    assert f"stacks/dev-fraud.yaml:1:1: {expected}" in said(tmp_path)


def test_a_tenant_file_without_its_kind_says_so(tmp_path: Path) -> None:
    write(tmp_path, {"dev": DEV, "dev-fraud": f"environment: dev\ntenants:\n{tenant('fraud-a')}"})
    assert "kind: is missing; What the file holds: `tenants`" in said(tmp_path)


def test_a_tenant_file_of_another_environment_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"dev": DEV, "dev-fraud": HEAD.replace("dev", "prod") + tenant("fraud-a")})
    assert "environment: 'prod' differs from the file's name, dev-fraud; write dev" in said(tmp_path)


def test_a_tenant_stack_is_in_the_region_of_its_environment(tmp_path: Path) -> None:
    split(tmp_path, fraud=["fraud-a"])
    (tmp_path / "Pulumi.dev-fraud.yaml").write_text(STACK_FILE.replace("eu-west-1", "us-east-1"), encoding="utf-8")
    assert "Pulumi.dev-fraud.yaml: config: aws:region is us-east-1, but dev is in eu-west-1" in said(tmp_path)


def test_a_tenant_file_holds_no_more_than_a_stack_should(tmp_path: Path) -> None:
    many = HEAD + "".join(tenant(f"fraud-{number}") for number in range(101))
    assert "stacks/dev-fraud.yaml" in said(write(tmp_path, {"dev": DEV, "dev-fraud": many}))
    assert "tenants: needs at most 100 entries, has 101" in said(tmp_path)


def test_an_unknown_group_is_answered_with_the_stacks_that_exist(tmp_path: Path) -> None:
    split(tmp_path, fraud=["fraud-a"])
    assert "there is no environment 'dev-fruad'; there are dev, dev-fraud" in said(tmp_path, "dev-fruad")


def test_the_schema_of_a_tenant_file_knows_tenants_only() -> None:
    schema: Any = settings.json_schema(of_tenants=True)
    assert [*schema["properties"]] == schema["required"] == ["environment", "kind", "tenants"]
    assert schema["additionalProperties"] is False
