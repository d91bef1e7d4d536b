"""Stacks as the reachability package reads them, recorded from the program instead of exported from an engine."""

from collections.abc import Iterable

from reachability.data import Place
from reachability.resources import Resource
from tests.recording import RecordedResource

ACCOUNT = "123456789012"


def read(recorded: Iterable[RecordedResource]) -> list[Resource]:
    """The same resources."""
    return [
        Resource(
            one.type, one.urn, one.props, {key: frozenset(urns) for key, urns in one.property_dependencies.items()}
        )
        for one in recorded
    ]


def place(environment: str) -> Place:
    """Account, region and cluster of an environment."""
    cluster = f"arn:aws:eks:eu-west-1:{ACCOUNT}:cluster/mlplatform-{environment}"
    return Place(ACCOUNT, "eu-west-1", cluster)
