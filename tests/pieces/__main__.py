"""Writes docs/tenant-firewall.md: `python -m tests.pieces > docs/tenant-firewall.md`."""

import sys
from pathlib import Path

from policies.levels import CONTROLS
from tests.pieces.table import FIREWALL, PIECES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tenant-firewall.md"
_HEAD = """# A tenant's firewall, piece by piece

Written by `python -m tests.pieces` from the mutants that the tests try on prod; do not edit.

A tenant is as closed as its weakest piece. For each piece somebody takes it away or widens it, and the table says who
notices: a [policy](policies.md), at every preview, or [`mlplatform firewall`](firewall.md), which shows the way that
opens. The components make all of them; the settings have no switch for any.

What a real Kubernetes API, scheduler and autoscaler do about them is tried on eight deployed tenants of all data
classes: `tests/integration/platform/tenants`.

Namespaces are soft walls: all tenants share the API server, the DNS, which lists every Service, and, unless their
runtime is `dedicated` or `sandboxed`, the kernels of the nodes. The cluster is the only strong wall that Kubernetes
has; a model that needs one gets an environment of its own.

| # | piece | mutant | noticed by |
|---|---|---|---|
"""


def page() -> str:
    """The page."""
    return _HEAD + "".join(
        f"| {piece.number} | {piece.name} | {piece.mutant} | {', '.join(map(_noticed, piece.caught_by))} |\n"
        for piece in PIECES
    )


def _noticed(who: str) -> str:
    return f"`{who}`" if who == FIREWALL else f"[{who}](policies.md#{who}) {CONTROLS[who].levels}"


if __name__ == "__main__":
    sys.stdout.write(page())
