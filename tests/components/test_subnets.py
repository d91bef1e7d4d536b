"""Subnet plans: they fit, they never meet, and another zone moves none of them."""

from dataclasses import astuple, fields
from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import subnets


def vpc_cidr(second: int, prefix: int) -> str:
    return str(IPv4Network(f"10.{second}.0.0/{prefix}"))


def pod_cidr(second: int, prefix: int) -> str:
    return str(IPv4Network(f"100.{second}.0.0/{prefix}"))


vpcs = st.builds(vpc_cidr, st.integers(0, 255), st.integers(subnets.LARGEST_PREFIX, subnets.SMALLEST_VPC_PREFIX))
pods = st.none() | st.builds(
    pod_cidr, st.integers(64, 127), st.integers(subnets.LARGEST_PREFIX, subnets.SMALLEST_POD_PREFIX)
)
KINDS = [field.name for field in fields(subnets.SubnetPlan)]


@given(vpcs, pods, st.integers(2, subnets.MAX_ZONES))
def test_every_subnet_lies_in_its_range_and_meets_no_other(vpc: str, pod: str | None, zones: int) -> None:
    plan = subnets.plan(vpc, zones, pod)
    cidrs = [IPv4Network(cidr) for kind in astuple(plan) for cidr in kind]
    assert len(cidrs) == (6 if pod else 5) * zones
    assert all(IPv4Network(cidr).subnet_of(IPv4Network(pod or "")) for cidr in plan.pod)
    assert all(cidr.subnet_of(IPv4Network(vpc)) for cidr in cidrs if str(cidr) not in plan.pod)
    assert not any(one.overlaps(other) for one, other in combinations(cidrs, 2))
    assert all(cidr.prefixlen <= 28 for cidr in cidrs), "AWS allows no subnet smaller than /28"


@given(vpcs, pods)
def test_another_zone_moves_no_subnet(vpc: str, pod: str | None) -> None:
    two, three = subnets.plan(vpc, 2, pod), subnets.plan(vpc, 3, pod)
    for kind in KINDS:
        assert getattr(three, kind)[:2] == getattr(two, kind), kind


@given(vpcs, pods, st.integers(2, subnets.MAX_ZONES))
def test_a_pod_range_moves_no_subnet_of_the_vpc(vpc: str, pod: str | None, zones: int) -> None:
    with_pods, without = subnets.plan(vpc, zones, pod), subnets.plan(vpc, zones)
    assert astuple(with_pods)[:-1] == astuple(without)[:-1]


@pytest.mark.parametrize(
    ("kind", "cidrs"),
    [
        ("private", ("10.20.0.0/18", "10.20.64.0/18")),
        ("public", ("10.20.192.0/21", "10.20.200.0/21")),
        ("endpoint", ("10.20.224.0/24", "10.20.225.0/24")),
        ("firewall", ("10.20.232.0/24", "10.20.233.0/24")),
        ("egress", ("10.20.240.0/24", "10.20.241.0/24")),
        ("pod", ("100.64.0.0/18", "100.64.64.0/18")),
    ],
)
def test_a_vpc_of_sixteen_bits_is_split_as_documented(kind: str, cidrs: tuple[str, ...]) -> None:
    assert getattr(subnets.plan("10.20.0.0/16", 2, "100.64.0.0/16"), kind) == cidrs
