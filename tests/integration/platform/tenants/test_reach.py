"""Who reaches whom, computed from the objects that the API server holds and the account's policies as deployed."""

import json
from itertools import permutations
from typing import Any

import pytest

from reachability import cluster_policies, stack
from reachability.matrix import Matrix
from reachability.resources import Resource, from_export
from tests.integration.platform.checkout import Checkout
from tests.integration.platform.tenants.place import STACK, TENANTS
from tests.reachability.granted import grants

KINDS = {
    "kubernetes:core/v1:Namespace": "namespaces",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": "networkpolicies",
    cluster_policies.TYPES[0]: "clusternetworkpolicies",
}


def live(dev: Checkout, token: str, kind: str) -> list[Resource]:
    """What the API server holds of a kind."""
    found: list[dict[str, Any]] = dev.objects(kind, "--all-namespaces")
    return [Resource(token, f"live::{json.dumps(one['metadata'])}", one, {}) for one in found]


@pytest.fixture(scope="module")
def matrix(eight: Checkout) -> Matrix:
    exported = [
        one
        for name in ("dev", STACK)
        for one in from_export(json.loads(eight.command("pulumi", "stack", "export", "--stack", name).stdout))
    ]
    kinds = {*KINDS, *cluster_policies.TYPES}
    found = [one for token, kind in KINDS.items() for one in live(eight, token, kind)]
    return Matrix(stack.read([*(one for one in exported if one.type not in kinds), *found]))


def test_every_way_is_one_that_both_sides_granted_and_every_grant_is_a_way(matrix: Matrix) -> None:
    found = {(way.source, way.target, str(way.ports)) for way in matrix.ways()}
    assert found == set(grants([*TENANTS.values()]))


def test_each_model_reads_its_own_files_and_no_others(matrix: Matrix) -> None:
    assert [name for name in TENANTS if matrix.reads(name, name).allowed is not True] == []
    read = {pair for pair in permutations(TENANTS, 2) if matrix.reads(*pair).allowed is not False}
    assert read == set()
    assert [*matrix.readings()] == []
