"""No change of a setting replaces or deletes what holds data, evidence or addresses, unless a table names it."""

from collections.abc import Iterator
from functools import cache

from stacks.model import Settings
from tests.changes.effects import Resources, declared, effects
from tests.changes.unavoidable import TABLE, lost, reason
from tests.changes.variants import Change, Variant, bases, changed, checked, plain, settings_of, variants

BASES = bases()


@cache
def every_variant() -> list[Variant]:
    return variants(BASES)


@cache
def running(base: str) -> Resources:
    return declared(BASES[base])


def together(waiting: list[Variant]) -> Iterator[tuple[str, list[Change], Settings]]:
    """As many changes at once as the rules let pass: recording each alone would take minutes."""
    while waiting:
        base, chosen = waiting[0].base, BASES[waiting[0].base]
        data, made = plain(chosen), list[Change]()
        left: list[Variant] = []
        for one in waiting:
            place = one.change.place
            meets = any(place[: len(other)] == other[: len(place)] for other, *_ in made)
            with_it = None if meets or one.base != base else changed(data, one.change)
            after = checked(with_it, chosen.environment) if with_it else None
            if with_it and after:
                data, chosen = with_it, after
                made.append(one.change)
            else:
                left.append(one)
        yield base, made, chosen
        waiting = left


def test_no_change_loses_anything_that_no_table_names() -> None:
    harmless = [one for one in every_variant() if reason(one.change.path, one.change.text) is None]
    for base, made, after in together(harmless):
        found = lost(effects(running(base), after))
        assert [each.urn for each in found] == [], [f"{one.path}: {one.text}" for one in made]


def test_every_row_of_the_table_is_about_a_change_that_can_be_made() -> None:
    met = {reason(one.change.path, one.change.text) for one in every_variant()}
    assert [row for row in TABLE if row not in met] == []


def test_most_settings_are_changed() -> None:
    tried, known = {one.change.path for one in every_variant()}, {*settings_of()}
    assert tried <= known
    assert len(tried) > 0.7 * len(known)
