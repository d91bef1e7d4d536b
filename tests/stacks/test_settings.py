"""Reading settings: which environments exist, what a settings object is, what editors get."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from stacks import settings
from stacks.reading import yaml_source
from stacks.reading.errors import SettingsError
from tests.stacks.settings_text import DEV, changed, load


@pytest.mark.parametrize("environment", ["dev", "test", "prod", "small"])
def test_the_settings_of_every_environment_are_valid(environment: str) -> None:
    assert settings.load(environment).environment == environment


def test_the_region_comes_from_the_stack_file_of_pulumi() -> None:
    assert settings.load("dev").region == settings.region_of("dev") == "eu-west-1"


def test_settings_cannot_be_changed_once_read() -> None:
    with pytest.raises(ValidationError):
        settings.load("dev").network.nat = "none"  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize("name", ["production", "Prod ", "../dev", "", "Pulumi.dev"])
def test_an_unknown_environment_is_answered_with_those_that_exist(name: str) -> None:
    with pytest.raises(SettingsError, match=r"there is no environment .*; there are dev, test, prod, small"):
        settings.load(name)


def test_a_stack_file_without_a_region_says_how_to_set_it(tmp_path: Path) -> None:
    (tmp_path / "dev.yaml").write_text(DEV, encoding="utf-8")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="aws:region is missing; run `pulumi config set aws:region <region>`"):
        settings.load("dev", directory=tmp_path)


def test_a_directory_in_place_of_a_settings_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dev.yaml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        settings.load("dev", "eu-west-1", tmp_path)


def test_whole_cpus_may_be_written_without_quotes(tmp_path: Path) -> None:
    assert load(tmp_path, changed('cpu: "2"', "cpu: 2")).tenants[0].quota.cpu == "2"


def test_the_zones_of_another_region_are_valid_there(tmp_path: Path) -> None:
    (tmp_path / "dev.yaml").write_text(DEV.replace("eu-west-1", "us-east-1"), encoding="utf-8")
    assert settings.load("dev", "us-east-1", tmp_path).network.zones == ("us-east-1a", "us-east-1b")


def test_the_schema_explains_every_key_and_knows_no_others() -> None:
    schema: Any = settings.json_schema()
    assert json.loads(json.dumps(schema)) == schema
    for section in [schema, *schema["$defs"].values()]:
        assert section["additionalProperties"] is False
        # A section's own text stands at its definition, which "$ref" names.
        bare = [name for name, field in section["properties"].items() if not {"description", "$ref"} & set(field)]
        assert bare == []


def test_settings_are_read_without_pulumi() -> None:
    code = """if True:
        import sys
        from stacks import settings
        settings.load("dev")
        assert not [module for module in sys.modules if module.startswith("pulumi")]
    """
    subprocess.run([sys.executable, "-c", code], check=True, cwd=settings.DIRECTORY.parent)


def test_numbers_between_braces_are_read_as_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "flow.yaml").write_text("map: {zero: 0, one: 1}\nlist: [0, 1]\nlast: {two: 2}\n", encoding="utf-8")
    source = yaml_source.read(tmp_path / "flow.yaml", "flow.yaml")
    assert source.data == {"map": {"zero": 0, "one": 1}, "list": [0, 1], "last": {"two": 2}}
    assert source.problems == []
