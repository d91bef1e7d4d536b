"""Differences are named path by path."""

import pytest

from sandbox.provider.diff import Kind, compare, diff, generic, top_level
from sandbox.provider.values import UNKNOWN, Properties


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ({"a": 1}, {"a": 1}, {}),
        ({"a": 1}, {"a": 2}, {"a": Kind.UPDATE}),
        ({"a": 1}, {"a": True}, {"a": Kind.UPDATE}),
        ({}, {"a": {"b": 1}}, {"a": Kind.ADD}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"c": 2}}, {"a.b": Kind.DELETE}),
        ({"a": [1, 2]}, {"a": [1, 3, 4]}, {"a[1]": Kind.UPDATE, "a[2]": Kind.ADD}),
        ({"tags": {"x/y": "1"}}, {"tags": {"x/y": "2"}}, {'tags["x/y"]': Kind.UPDATE}),
        ({"a": "known"}, {"a": UNKNOWN}, {"a": Kind.UPDATE}),
        ({"a": [{"b": 1}]}, {"a": [{"b": UNKNOWN}]}, {"a[0].b": Kind.UPDATE}),
    ],
)
def test_changes_are_found_at_their_paths(old: Properties, new: Properties, changes: dict[str, Kind]) -> None:
    assert compare(old, new) == changes


def test_only_paths_that_cannot_change_in_place_replace() -> None:
    answer = diff({"a": 1, "b": 1}, {"a": 2, "b": 2}, lambda path: path == "b")
    assert answer.changes.keys() == {"a", "b"}
    assert answer.replaces == ["b"]


def test_paths_lose_their_indices_and_keys() -> None:
    assert generic('rules[0].tags["a.b"].value') == "rules.tags.value"
    assert top_level('tags["a.b"]') == top_level("tags.x") == "tags"
