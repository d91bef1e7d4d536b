"""Subnet plans: they fit, they never meet, and another zone moves none of them."""

from ipaddress import IPv4Network
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from components import subnets


def vpc_cidr(second: int, prefix: int) -> str:
    return str(IPv4Network(f"10.{second}.0.0/{prefix}"))


vpcs = st.builds(vpc_cidr, st.integers(0, 255), st.integers(16, subnets.SMALLEST_VPC_PREFIX))


@given(vpcs, st.integers(2, subnets.MAX_ZONES))
def test_every_subnet_lies_in_the_vpc_and_meets_no_other(vpc: str, zones: int) -> None:
    plan = subnets.plan(vpc, zones)
    cidrs = [IPv4Network(cidr) for cidr in (*plan.private, *plan.public, *plan.endpoint)]
    assert len(cidrs) == 3 * zones
    assert all(cidr.subnet_of(IPv4Network(vpc)) for cidr in cidrs)
    assert not any(one.overlaps(other) for one, other in combinations(cidrs, 2))
    assert all(cidr.prefixlen <= 28 for cidr in cidrs), "AWS allows no subnet smaller than /28"


@given(vpcs)
def test_another_zone_moves_no_subnet(vpc: str) -> None:
    two, three = subnets.plan(vpc, 2), subnets.plan(vpc, 3)
    assert three.private[:2] == two.private
    assert three.public[:2] == two.public
    assert three.endpoint[:2] == two.endpoint


def test_a_vpc_of_sixteen_bits_is_split_as_documented() -> None:
    plan = subnets.plan("10.20.0.0/16", 2)
    assert plan.private == ("10.20.0.0/18", "10.20.64.0/18")
    assert plan.public == ("10.20.192.0/21", "10.20.200.0/21")
    assert plan.endpoint == ("10.20.224.0/24", "10.20.225.0/24")
