"""Takes capacity of instance types away and gives it back, so that shortages can be tried."""

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.controllers import instance_types
from sandbox.errors import SandboxError
from sandbox.layout import Layout
from sandbox.private_files import write_private


@dataclass(frozen=True)
class Offering:
    """An instance type in one zone, spot or on demand."""

    zone: str
    capacity_type: str
    usd_per_hour: float
    limit: int | None
    """Instances that may run at once; None: as many as anybody wants."""


def limit(root: Path, instance_type: str, zone: str, limits: Mapping[str, int | None]) -> list[Offering]:
    """Set how many instances may run at once, by capacity type; return the type's offerings.

    `zone` is a name or its last letter; empty means all. Karpenter reads the change by itself.

    Raises:
        SandboxError: there is no such type or zone, or no Karpenter.
    """
    directory = Layout(root.resolve()).controllers / "karpenter"
    catalogue = instance_types.read(directory)
    if not catalogue:
        raise SandboxError("There is no Karpenter to take capacity from.", fix="Deploy an environment: `make up`.")
    described = next((one for one in catalogue if one["name"] == instance_type), None)
    if described is None:
        near = difflib.get_close_matches(instance_type, [one["name"] for one in catalogue], n=4)
        fix = f"Did you mean {', '.join(near)}?" if near else "A type is written like g6.2xlarge."
        raise SandboxError(f"The platform knows no instance type {instance_type!r} with a price.", fix=fix)
    offerings: list[dict[str, Any]] = described["offerings"]
    chosen = [one for one in offerings if not zone or zone in {one["zone"], one["zone"][-1]}]
    if not chosen:
        names = ", ".join(sorted({one["zone"] for one in offerings}))
        raise SandboxError(f"There is no zone {zone!r}.", fix=f"Zones: {names}, or only their last letter.")
    for one in chosen:
        one["limit"] = limits.get(one["capacityType"], one["limit"])
    if limits:
        write_private(directory / instance_types.FILE, json.dumps(catalogue, indent=1))
    return [Offering(one["zone"], one["capacityType"], one["price"], one["limit"]) for one in offerings]
