"""Sections of tenants move between settings files with their comments, and nothing else changes."""

from pathlib import Path

import pytest

from stacks.reading import tenant_sections, yaml_source
from stacks.reading.errors import SettingsError
from stacks.reading.yaml_source import Source
from tests.stacks.settings_text import DEV
from tests.stacks.tenant_files import HEAD

FIRST = "  - name: a # the first\n    owner: x\n    egress:\n      - port: 1 # one\n"
SECOND = "  # About b.\n  - name: b\n    owner: y\n\n    quota: {pods: 1}\n"
LAST = "  - name: c\n    owner: z\n"
BEHIND = "\n# What follows.\ndomain: x\n"


def read(directory: Path, text: str) -> Source:
    (directory / "file.yaml").write_text(text, encoding="utf-8")
    return yaml_source.read(directory / "file.yaml", "file.yaml")


def taken(source: Source, name: str) -> str:
    return "".join(f"{source.lines[number]}\n" for number in tenant_sections.lines_of(source, name))


@pytest.mark.parametrize(
    ("name", "section", "rest"),
    [("a", FIRST, SECOND + LAST), ("b", SECOND, FIRST + LAST), ("c", LAST, FIRST + SECOND)],
)
def test_a_section_is_taken_with_its_comments_and_no_others(tmp_path: Path, name: str, section: str, rest: str) -> None:
    source = read(tmp_path, HEAD + FIRST + SECOND + LAST + BEHIND)
    assert taken(source, name) == section
    assert tenant_sections.without(source, name) == HEAD + rest + BEHIND


def test_a_section_is_added_behind_the_others(tmp_path: Path) -> None:
    source = read(tmp_path, HEAD + FIRST + BEHIND)
    assert tenant_sections.added(source, SECOND.splitlines()) == HEAD + FIRST + SECOND + BEHIND


def test_the_last_section_leaves_an_empty_list_that_takes_one_again(tmp_path: Path) -> None:
    source = read(tmp_path, DEV)
    empty = tenant_sections.without(source, "iris")
    assert empty.endswith("\ntenants: []\n")
    assert tenant_sections.added(read(tmp_path, empty), taken(source, "iris").splitlines()) == DEV


@pytest.mark.parametrize("indent", [0, 4])
def test_a_section_is_indented_as_its_new_neighbours(tmp_path: Path, indent: int) -> None:
    neighbour = "".join(" " * indent + line[2:] + "\n" for line in FIRST.splitlines())
    moved = tenant_sections.added(read(tmp_path, HEAD + neighbour), LAST.splitlines())
    source = read(tmp_path, moved)
    assert source.data["tenants"] == read(tmp_path, HEAD + FIRST + LAST).data["tenants"]


def test_a_list_between_brackets_is_left_to_people(tmp_path: Path) -> None:
    source = read(tmp_path, "tenants: [{name: a, owner: x}]\n")
    with pytest.raises(SettingsError, match="must be a list with a tenant on each `- `"):
        tenant_sections.without(source, "a")
