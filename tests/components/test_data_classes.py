"""Data classes: the settings know the same ones as the table of their floors."""

from itertools import pairwise
from typing import get_args

from components.data_classes import FLOORS
from stacks.sections.pools import DataClass


def test_every_class_of_the_settings_has_its_floor() -> None:
    assert tuple(FLOORS) == get_args(DataClass)


def test_a_class_may_send_data_to_its_own_and_to_more_secret_ones() -> None:
    classes = list(FLOORS)
    assert [FLOORS[one].calls for one in classes] == [tuple(classes[place:]) for place in range(len(classes))]


def test_no_class_gives_more_freedom_than_a_less_secret_one() -> None:
    for less, more in pairwise(FLOORS.values()):
        assert less.public_addresses >= more.public_addresses
