"""The file of instance types from which Karpenter starts nodes."""

import json
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from components.accelerators import ACCELERATORS
from components.general_purpose import SHAPES
from sandbox.controllers.controller import Place
from sandbox.environment import REGION
from sandbox.private_files import write_private

Described = Mapping[str, Any]
# Instance type, zone and capacity type -> instances that may run at once.
Limits = Mapping[tuple[str, str, str], int | None]

FILE = "instance-types.json"
# Of the on-demand price. Real spot prices move; what counts here is that they lie below.
SPOT_SHARE = 0.4


def prepare(place: Place) -> None:
    """Write the file anew, from the emulated account and the platform's tables."""
    write(place.directory, place.ports["aws"])


def write(directory: Path, aws_port: int) -> None:
    """Write the file: what the account has, at the platform's prices, less what was taken away on purpose."""
    names = prices()
    query = urllib.parse.urlencode({"region": REGION, "type": list(names)}, doseq=True)
    # Past any proxy of the environment.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{aws_port}/_sandbox/instance-types?{query}", timeout=30) as answer:
        described: list[Described] = json.load(answer)
    limits = limits_of(read(directory))
    content = [catalogue_entry(one, names[one["name"]], limits) for one in described]
    write_private(directory / FILE, json.dumps(content, indent=1))


def read(directory: Path) -> list[dict[str, Any]]:
    """What the file says now; nothing before it was written."""
    try:
        return json.loads((directory / FILE).read_text())
    except FileNotFoundError:
        return []


def limits_of(catalogue: Iterable[Described]) -> Limits:
    """What was taken away on purpose."""
    return {
        (one["name"], offering["zone"], offering["capacityType"]): offering["limit"]
        for one in catalogue
        for offering in one["offerings"]
    }


def prices() -> dict[str, float]:
    """On-demand prices of the instance types that the platform knows; a type without a price cannot be had."""
    gpu = {name: one.usd_per_hour for name, one in ACCELERATORS.items() if one.usd_per_hour is not None}
    return gpu | {name: one.usd_per_hour for name, one in SHAPES.items()}


def catalogue_entry(described: Described, usd_per_hour: float, limits: Limits) -> dict[str, object]:
    """An instance type as our Karpenter reads it."""
    kept = {name: described[name] for name in ("name", "labels", "capacity", "allocatable", "image")}
    return {**kept, "offerings": list(_offerings(described, usd_per_hour, limits))}


def _offerings(described: Described, usd_per_hour: float, limits: Limits) -> Iterator[dict[str, object]]:
    for zone in described["zones"]:
        for kind in described["capacityTypes"]:
            price = round(usd_per_hour * (SPOT_SHARE if kind == "spot" else 1), 6)
            limit = limits.get((described["name"], zone, kind))
            yield {"zone": zone, "capacityType": kind, "price": price, "limit": limit}
