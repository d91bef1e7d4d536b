"""What differs between the environments, why, at what cost: `python -m stacks.comparison > docs/environments.md`."""

import sys
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import chain
from typing import NamedTuple

from components import accelerators, prices
from stacks import cost, settings
from stacks.model import Settings
from stacks.reading.yaml_source import Value

REASONS = {
    "network.zones": "a third zone costs endpoints and nodes again; prod lives on when a zone fails",
    "network.nat": "one gateway is cheap and stops with its zone",
    "network.egress": "a firewall costs eight times what its NAT gateway does; prod must see and choose whom it calls",
    "network.interface_endpoints": "each costs by the zone and hour; without it the call leaves through NAT",
    "network.log_retention_days": "an inquiry about production looks back a year",
    "cluster.log_retention_days": "an inquiry about production looks back a year",
    "cluster.deletion_protection": "dev is thrown away every day, the others never",
    "cluster.system_nodes.instance_types": "controllers grow with what they watch",
    "cluster.system_nodes": "nodes for the models without GPUs, and one for each zone",
    "cluster.storage_drivers.file_systems": "a driver takes a pod on every node; no model elsewhere shares files",
    "cluster.storage_drivers": "a driver takes a pod on every node; no model of dev mounts a volume",
    "cluster.load_balancers.deletion_protection": "dev is thrown away every day, the others never",
    "cluster.access": "prod has people on call and auditors of its own",
    "data_protection.access_logs": "an extra bucket; prod must be able to tell who read what",
    "data_protection": "what dev holds can be made again, what the others hold cannot",
    "audit.trail": "AWS charges for every recorded access to an object; prod must be able to tell who read what",
    "audit.threat_detection": "charged by events and virtual CPUs; a region of an account has one detector",
    "audit": "prod's evidence stays for a year, whoever wants it gone",
    "storage.endpoint_only": "without a VPN, people put files there from their own machines",
    "storage.tenant_stores": "one bucket and one key are quicker to make and to look after; the classes' floors hold",
    "storage.file_systems": "charged by what is kept, read and written; no model of dev or test shares files",
    "storage.tiering_days": "pays off where much is kept and little is read",
    "image_registries.pull_through": "prod starts its pods when a public registry does not answer",
    "image_registries.scanning": "Amazon Inspector charges for each image; prod must learn of flaws found later",
    "image_registries.base_images": "dev builds on what its models need",
    "gpu_metrics": "one more pod on every GPU node",
    "node_pools.*.capacity": "spot is cheap, and stops within two minutes",
    "node_pools.*": "GPUs cost most: as many as the models of the environment need",
    "tenants.*.hosts": "what a model fetches in test is put into its image or its bucket for prod",
    "tenants.*.call*": "a call is tried in test before prod agrees to it",
    "tenants.*.model": "prod serves more callers, and through the loss of a node",
    "tenants.*.quota": "follows the replicas",
    "tenants.*": "a model goes from dev to test to prod",
}
"""Setting, or section of settings -> why its value is not the same everywhere; the first that fits counts."""
LISTED = ("node_pools", "tenants")
"""Settings that list things by name; an environment has them or not."""
ABSENT = "-"
OWN = ("environment", "platform", "account_id", "region", "domain", "tags", "network.vpc_cidr", "teams")
"""What every environment has for itself."""

HEAD = """# Environments

Written by `python -m stacks.comparison` from the settings files; do not edit. `mlplatform settings compare` prints the
same for the files as they are.

All environments are the same program. They differ by the values below, in `stacks/<environment>.yaml`; what is not
listed is the same everywhere. Names, addresses, tags, accounts and teams are each environment's own. `small` is one
platform for a team that has no others.
"""
COST = f"""
## Cost by the hour
USD at the list prices of us-east-1: instances as of {accelerators.PRICES_AS_OF}, services as of
{prices.PRICES_AS_OF}. Idle: the fewest nodes and no GPU. At most: every pool at its cap, on demand. Traffic, requests,
stored data and logs come on top, by use.

"""


class Difference(NamedTuple):
    """A setting whose value is not the same in all environments."""

    path: str
    values: tuple[str, ...]
    """One for each environment."""
    why: str


def differences(compared: Sequence[Settings]) -> list[Difference]:
    """Settings that differ, in the order of the settings file."""
    flat = [dict(_flat(each.model_dump(mode="json"), "")) for each in compared]
    rows = {path: tuple(one.get(path, ABSENT) for one in flat) for path in sorted({*chain(*flat)}, key=_place)}
    return [
        Difference(path, values, reason(path))
        for path, values in rows.items()
        if len({*values} - ({ABSENT} if _in_an_item(path) else set())) > 1
    ]


def reason(path: str) -> str:
    """Why a setting differs: the text of the setting itself or of the section that it is in."""
    return next(
        (why for pattern, why in REASONS.items() if fnmatchcase(path, pattern) or fnmatchcase(path, f"{pattern}.*")), ""
    )


def page(compared: Sequence[Settings]) -> str:
    """The page about these environments."""
    return HEAD + tables(compared)


def tables(compared: Sequence[Settings]) -> str:
    """What differs, and what it costs, as Markdown."""
    head = ["setting", *(each.environment for each in compared), "why"]
    found = [[f"`{one.path}`", *one.values, one.why] for one in differences(compared)]
    return "\n## What differs, and why\n\n" + _table(head, found) + COST + _costs(compared)


def as_data(compared: Sequence[Settings]) -> dict[str, object]:
    """The same for a machine; costs in USD per hour."""
    names = [each.environment for each in compared]
    return {
        "differences": [
            {"path": one.path, "values": dict(zip(names, one.values, strict=True)), "why": one.why}
            for one in differences(compared)
        ],
        "usd_per_hour": {each.environment: [line._asdict() for line in cost.hourly(each)] for each in compared},
    }


def _costs(compared: Sequence[Settings]) -> str:
    bills = [[*lines, cost.total(lines)] for lines in map(cost.hourly, compared)]
    parts = dict.fromkeys(line.what for bill in bills for line in bill if line.what != "total")
    rows = [
        [what, *(_amount(next((line for line in bill if line.what == what), None)) for bill in bills)]
        for what in (*parts, "total")
    ]
    return _table(["idle … at most", *(each.environment for each in compared)], rows)


def _amount(line: cost.Line | None) -> str:
    if line is None:
        return ABSENT
    most = "no price known" if line.most is None else f"{line.most:.2f}"
    return most if most == f"{line.idle:.2f}" else f"{line.idle:.2f} … {most}"


def _flat(value: Value, path: str) -> Iterator[tuple[str, str]]:
    if any(fnmatchcase(path, pattern) for pattern in OWN):
        return
    if path.rpartition(".")[0] in LISTED:
        yield path, "yes"
    if isinstance(value, list) and path in LISTED:
        value = {str(one.pop("name")): one for one in value if isinstance(one, dict)}
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(item, f"{path}.{key}" if path else key)
    else:
        yield path, _shown(value)


def _shown(value: Value) -> str:
    if isinstance(value, list):
        return ", ".join(map(_shown, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ABSENT if value is None or isinstance(value, dict) else str(value)


def _place(path: str) -> tuple[int, str]:
    """Sections as in the settings file, then by name."""
    return [*Settings.model_fields].index(path.partition(".")[0]), path


def _in_an_item(path: str) -> bool:
    return any(path.startswith(f"{listed}.") and path.count(".") > listed.count(".") + 1 for listed in LISTED)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(page([settings.load(name) for name in settings.environments()]))
