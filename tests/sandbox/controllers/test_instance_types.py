"""The file from which Karpenter starts nodes, and capacity that is taken away in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from components.accelerators import ACCELERATORS
from sandbox.controllers import instance_types
from sandbox.controllers.capacity import limit
from sandbox.controllers.instance_types import SPOT_SHARE, catalogue_entry, limits_of, prices, read
from sandbox.errors import SandboxError

G6: dict[str, Any] = {
    "name": "g6.2xlarge",
    "labels": {"kubernetes.io/arch": "amd64"},
    "capacity": {"cpu": "8"},
    "allocatable": {"cpu": "7910m"},
    "image": "ami-0123456789abcdef0",
    "zones": ["eu-west-1a", "eu-west-1b"],
    "capacityTypes": ["on-demand", "spot"],
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / ".sandbox" / "controllers" / "karpenter"
    folder.mkdir(parents=True)
    (folder / instance_types.FILE).write_text(json.dumps([catalogue_entry(G6, 1.0, {})]))
    return tmp_path


def limited(root: Path) -> dict[tuple[str, str], int | None]:
    return {(one.zone, one.capacity_type): one.limit for one in limit(root, "g6.2xlarge", "", {})}


def test_every_zone_offers_spot_below_the_tables_price() -> None:
    entry: Any = catalogue_entry(G6, 1.0, {})
    offered = {(one["zone"], one["capacityType"]): one["price"] for one in entry["offerings"]}
    assert offered == {
        (zone, kind): price for zone in G6["zones"] for kind, price in (("on-demand", 1.0), ("spot", SPOT_SHARE))
    }


def test_prices_are_those_of_the_platforms_tables() -> None:
    assert prices()["g6.2xlarge"] == ACCELERATORS["g6.2xlarge"].usd_per_hour
    assert "m7i.large" in prices()
    assert "p5e.48xlarge" not in prices(), "a type without a price cannot be chosen by price"


def test_capacity_goes_in_one_zone_and_comes_back(root: Path) -> None:
    limit(root, "g6.2xlarge", "a", {"spot": 0})
    assert limited(root)["eu-west-1a", "spot"] == 0
    assert limited(root)["eu-west-1b", "spot"] is None
    assert limited(root)["eu-west-1a", "on-demand"] is None
    limit(root, "g6.2xlarge", "", {"spot": None, "on-demand": None})
    assert set(limited(root).values()) == {None}


def test_what_was_taken_away_outlives_a_restart_of_karpenter(root: Path) -> None:
    limit(root, "g6.2xlarge", "eu-west-1b", {"on-demand": 2})
    kept = limits_of(read(root / ".sandbox" / "controllers" / "karpenter"))
    entry: Any = catalogue_entry(G6, 1.0, kept)
    assert {one["limit"] for one in entry["offerings"] if one["zone"] == "eu-west-1b"} == {2, None}


@pytest.mark.parametrize(
    ("instance_type", "zone", "helps"),
    [("g6.2xlrge", "", "g6.2xlarge"), ("g6.2xlarge", "q", "eu-west-1a, eu-west-1b")],
)
def test_a_wrong_type_or_zone_is_refused_with_what_would_be_right(
    root: Path, instance_type: str, zone: str, helps: str
) -> None:
    with pytest.raises(SandboxError) as refused:
        limit(root, instance_type, zone, {"spot": 0})
    assert helps in refused.value.fix


def test_without_karpenter_there_is_nothing_to_take(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="no Karpenter"):
        limit(tmp_path, "g6.2xlarge", "", {})
