"""`python -m tests.changes > docs/changes.md`: what a change of each setting adds, updates, replaces and deletes."""

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby

from stacks.model import Settings
from tests.changes.effects import Effects, declared, effects
from tests.changes.unavoidable import TABLE, lost, reason
from tests.changes.variants import Variant, bases, settings_of, variants
from tests.recording import RecordedResource

HEAD = """# What a change of a setting does

Written by `python -m tests.changes` (some minutes); do not edit. Every setting is given other values that the settings'
own rules let pass, the environment is declared before and after, and the difference is decided as the providers decide
it: what AWS and Kubernetes cannot change in place is replaced, and so is what holds the id of something replaced.
Tags come to AWS resources by way of the provider, which changes them in place; those updates are not listed.
Changes are those of prod, or of the environment in brackets where prod's rules refuse them. Tests hold every change to
the first table: nothing else that holds data, evidence or addresses is ever replaced or deleted.

## What loses something

| setting | change | what keeps it from happening by mistake | why it is so | the way |
|---|---|---|---|---|
"""
UNTRIED = """
## Not tried

These need an account's own things beside them, or name a thing rather than change one:

"""


def page() -> str:
    """The whole page."""
    environments = bases()
    found = variants(environments)
    rows = list(_rows(found, environments))
    parts = [HEAD, *(_line([f"`{one.setting}`", *one[1:]]) for one in TABLE)]
    for section, group in groupby(rows, key=lambda row: row[0].strip("`").partition(".")[0]):
        parts.append(f"\n## {section}\n\n| setting | change | adds | updates | replaces | deletes |\n")
        parts.append("|---|---|---|---|---|---|\n")
        parts += map(_line, group)
    tried = {one.change.path for one in found}
    parts += [UNTRIED, *(f"- `{path}`\n" for path in settings_of() if path not in tried)]
    return "".join(parts)


def _rows(found: list[Variant], environments: dict[str, Settings]) -> Iterator[list[str]]:
    before = {name: declared(chosen) for name, chosen in environments.items()}
    for path, group in groupby(found, key=lambda one: one.change.path):
        by_effect: dict[tuple[str, ...], list[str]] = {}
        for one in group:
            happens = effects(before[one.base], one.after)
            if lost(happens) and not reason(path, one.change.text):
                sys.stderr.write(f"{path}: {one.change.text} loses something; add it to tests/changes/unavoidable.py\n")
            where = "" if one.base.startswith("prod") else f" ({one.base})"
            by_effect.setdefault(_cells(happens), []).append(f"{one.change.text}{where}")
        for cells, texts in by_effect.items():
            yield [f"`{path}`", ", ".join(texts), *cells]


def _cells(happens: Effects) -> tuple[str, ...]:
    return tuple(_kinds(each) for each in happens)


def _kinds(resources: Sequence[RecordedResource]) -> str:
    names = [each.type.rpartition(":")[2] for each in resources]
    return ", ".join(f"{count} {name}" if (count := names.count(name)) > 1 else name for name in sorted(set(names)))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
