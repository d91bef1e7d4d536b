"""Capacity that somebody took away on purpose, so that shortages can be tried."""

import json
from pathlib import Path

from sandbox.private_files import write_private

# Instance type, zone, capacity type -> instances that may run at once.
Limits = dict[tuple[str, str, str], int]

FILE = "capacity.json"


def load_limits(directory: Path) -> Limits:
    """What was taken away so far."""
    try:
        stored: list[tuple[str, str, str, int]] = json.loads((directory / FILE).read_text())
    except FileNotFoundError:
        return {}
    return {(name, zone, kind): limit for name, zone, kind, limit in stored}


def save_limits(directory: Path, limits: Limits) -> None:
    """Write down what is taken away from now on."""
    write_private(directory / FILE, json.dumps([[*key, limit] for key, limit in sorted(limits.items())]))
