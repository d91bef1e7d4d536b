"""Every piece of a tenant's firewall has somebody who notices when it is gone."""

from functools import cache

import pytest

from policies import pack
from policies.rules import POLICIES
from reachability import stack
from reachability.matrix import Matrix
from reachability.resources import Resource
from tests.pieces.__main__ import PAGE, page
from tests.pieces.mutants import Declared
from tests.pieces.table import FIREWALL, PIECES, Piece
from tests.policies.declared import EXCUSED, declared
from tests.policies.judging import violations

BY_NAME = {policy.name: pack.enforced(policy, EXCUSED) for policy in POLICIES}
NOTICES = [(piece, who) for piece in PIECES for who in piece.caught_by]


@cache
def prod() -> Declared:
    return declared("prod", preview=False)


def opened(resources: Declared) -> set[tuple[str, str, str]]:
    """Every way, and every model that another reads."""
    read = [
        Resource(one.type, one.urn, one.props, {key: frozenset(urns) for key, urns in one.origins.items()})
        for one in resources
    ]
    matrix = Matrix(stack.read(read))
    ways = {(one.source, one.target, str(one.ports)) for one in matrix.ways()}
    return ways | {(one.reader, one.owner, "reads") for one in matrix.readings()}


def notices(who: str, resources: Declared) -> bool:
    if who == FIREWALL:
        return bool(opened(resources) - opened(prod()))
    return bool(violations(BY_NAME[who], resources))


@pytest.mark.parametrize("who", sorted({who for piece in PIECES for who in piece.caught_by} - {FIREWALL}))
def test_prod_as_it_is_has_every_piece(who: str) -> None:
    assert violations(BY_NAME[who], prod()) == []


@pytest.mark.parametrize(
    ("piece", "who"), NOTICES, ids=[f"{piece.number} {piece.mutant}: {who}" for piece, who in NOTICES]
)
def test_a_missing_piece_is_noticed(piece: Piece, who: str) -> None:
    assert notices(who, piece.change(prod()))


def test_every_piece_is_there() -> None:
    assert {piece.number for piece in PIECES} == set(range(1, 24))


def test_the_page_about_the_pieces_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
