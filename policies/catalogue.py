"""The catalogue of policies as a page: `python -m policies.catalogue > docs/policies.md`."""

import sys

from policies.levels import CONTROLS
from policies.rules import POLICIES, Rule

HEAD = """# Policies

Written by `python -m policies.catalogue` from the policies themselves; do not edit.

Levels are those of dev/test/prod: A advisory, M mandatory, - off. A stack whose name is neither an environment nor
begins with one and a dash has the levels of prod. `--policy-pack-config` goes before these levels.
A control that meets a value which is not known before `up` says so (*not evaluated*) and is judged again during `up`.

| control | policy | severity | levels | framework |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join(map(_row, POLICIES)) + "".join(map(_section, POLICIES))


def _row(policy: Rule) -> str:
    control, framework = CONTROLS[policy.name], policy.framework
    source = f"{framework.name} {framework.version}, {framework.reference}" if framework else ""
    severity = policy.severity.value if policy.severity else ""
    return f"| {control.id} | [{policy.name}](#{policy.name}) | {severity} | {control.levels} | {source} |\n"


def _section(policy: Rule) -> str:
    return (
        f"\n## {policy.name}\n{policy.description}\n\n"
        f"- Fix: {policy.remediation_steps}\n"
        f"- Also known as: {', '.join(policy.tags or [])}\n"
        f"- More: <{policy.url}>\n"
    )


if __name__ == "__main__":
    sys.stdout.write(page())
