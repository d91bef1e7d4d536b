"""The page about components says what they are, and what they make."""

import pytest

from components import catalogue
from components.inspection import fields_of, made_by
from tests.contracts.source import ROOT, component_classes
from tests.recording import record_environment

PAGE = ROOT / "docs" / "components.md"


def test_the_page_about_components_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == catalogue.page(), (
        "run `python -m components.catalogue > docs/components.md`"
    )


@pytest.mark.parametrize("environment", ["dev", "test", "prod", "small"])
def test_it_names_all_that_a_component_makes(environment: str) -> None:
    named = {f"mlplatform:index:{one.__name__}": set(made_by(one)) for one in component_classes()}
    resources = record_environment(environment)
    types = {resource.urn: resource.type for resource in resources}
    seen = 0
    for resource in resources:
        component = types.get(resource.parent, "")
        if component in named:
            assert resource.type.removeprefix("mlplatform:index:") in named[component], component
            seen += 1
    assert seen > 100


def test_it_shows_every_component_with_the_defaults_of_its_inputs_and_its_outputs() -> None:
    page = catalogue.page()
    for class_ in component_classes():
        assert f"\n## {class_.__name__}\n" in page
    assert "| `untagged_days` | `int` | 14 | Days after which images without a tag are deleted. |" in page
    assert "| `vpc_id` | `str` | Id of the VPC. |" in page


def test_a_field_without_a_text_is_left_out() -> None:
    assert [field.name for field in fields_of(Example)] == ["told"]


class Example:
    told: int
    """What it is."""
    untold: int
