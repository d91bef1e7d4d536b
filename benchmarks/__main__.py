"""`make bench`: imports, programs, policies, firewalls; with `--sandbox` deployments too.

Absolute seconds depend on the machine; the ratios are what to compare between two versions.
"""

import argparse
import json
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from benchmarks.deployed_tenants import deployed_tenants
from benchmarks.deployments import deployments
from benchmarks.programs import imports, programs
from benchmarks.tenant_stacks import tenant_stacks
from benchmarks.tenants import firewalls, packs


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--sandbox", action="store_true", help="also deploy every environment, and tenants, on a sandbox (minutes)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    measures = [
        *imports(),
        *programs(),
        *firewalls(),
        *tenant_stacks(),
        *packs(),
        *((*deployments(), *deployed_tenants()) if arguments.sandbox else ()),
    ]
    if arguments.json:
        print(json.dumps([asdict(measure) for measure in measures], indent=2))
        return
    table = Table("what", "seconds", "ms per resource", "ratio", "MiB", box=None, header_style="dim")
    for one in measures:
        table.add_row(one.what, *map(_shown, (one.seconds, one.per_resource_ms, one.ratio)), _shown(one.memory_mib, 0))
    Console().print(table)


def _shown(number: float | None, digits: int = 2) -> str:
    return "" if number is None else f"{number:.{digits}f}"


if __name__ == "__main__":
    main()
