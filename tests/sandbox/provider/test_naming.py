"""Automatic names are the engine's or the logical name and seven hex digits."""

import re
from dataclasses import replace

import pytest

from sandbox.provider.errors import CheckError
from sandbox.provider.naming import physical_name
from sandbox.provider.requests import Autonaming, Check, NamingMode, Resource

CHECK = Check(Resource("urn", "type", "store"), {})


def test_a_new_name_is_the_logical_one_with_seven_hex_digits() -> None:
    assert re.fullmatch(r"store-[0-9a-f]{7}", physical_name(CHECK, "name"))


def test_one_seed_gives_one_name() -> None:
    seeded = replace(CHECK, seed=b"plan")
    assert physical_name(seeded, "name") == physical_name(seeded, "name")
    assert physical_name(seeded, "name") != physical_name(replace(CHECK, seed=b"other"), "name")


def test_an_existing_name_is_kept() -> None:
    assert physical_name(replace(CHECK, old_inputs={"name": "store-0000000"}), "name") == "store-0000000"


def test_the_engines_proposal_is_taken() -> None:
    proposed = replace(CHECK, autonaming=Autonaming("dev-store", NamingMode.PROPOSE))
    enforced = replace(CHECK, autonaming=Autonaming("dev-store", NamingMode.ENFORCE))
    assert physical_name(proposed, "name", suffix=".fifo") == "dev-store.fifo"
    assert physical_name(enforced, "name", suffix=".fifo") == "dev-store"


def test_a_name_is_demanded_where_automatic_names_are_off() -> None:
    with pytest.raises(CheckError, match="name: automatic naming is disabled"):
        physical_name(replace(CHECK, autonaming=Autonaming("", NamingMode.DISABLE)), "name")


def test_a_name_that_would_be_too_long_says_so() -> None:
    with pytest.raises(CheckError, match="longer than 10 characters"):
        physical_name(CHECK, "name", max_length=10)
