"""The network of a running cluster is not replaced by a change of the settings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from components import subnets
from infra import made_vpc
from stacks import settings
from stacks.model import Settings

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client

TEST = settings.load("test")


@pytest.fixture
def ec2(monkeypatch: pytest.MonkeyPatch) -> "Iterator[EC2Client]":
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        yield boto3.client("ec2", "eu-west-1")  # pyright: ignore[reportUnknownMemberType]


@pytest.fixture
def vpc_id(ec2: "EC2Client") -> str:
    """A VPC as the test environment makes it."""
    network = TEST.network
    made = ec2.create_vpc(CidrBlock=network.vpc_cidr)["Vpc"].get("VpcId", "")
    ec2.associate_vpc_cidr_block(VpcId=made, CidrBlock=str(network.pod_cidr))
    for zone, cidr in zip(network.zones, subnets.plan(network.vpc_cidr, 2).private, strict=True):
        ec2.create_subnet(VpcId=made, CidrBlock=cidr, AvailabilityZone=zone)
    return made


def changed(**network: object) -> Settings:
    return TEST.model_copy(update={"network": TEST.network.model_copy(update=network)})


def test_the_same_network_and_one_with_another_zone_pass(ec2: "EC2Client", vpc_id: str) -> None:
    assert list(made_vpc.faults(TEST, vpc_id, ec2)) == []
    assert list(made_vpc.faults(changed(zones=(*TEST.network.zones, "eu-west-1c")), vpc_id, ec2)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"vpc_cidr": "10.77.0.0/16"},
            "network.vpc_cidr: the VPC was made with 10.21.0.0/16 and stays so; write 10.21",
        ),
        ({"pod_cidr": "100.66.0.0/16"}, "network.pod_cidr: running pods have addresses of 100.64.0.0/16; write 100.64"),
        ({"pod_cidr": None}, "network.pod_cidr: running pods have addresses of 100.64.0.0/16; write 100.64.0.0/16"),
        (
            {"zones": ("eu-west-1b", "eu-west-1a")},
            "network.zones[0]: 10.21.0.0/18 belongs to eu-west-1a, not eu-west-1b; keep their order",
        ),
    ],
)
def test_what_would_replace_the_network_is_refused(
    ec2: "EC2Client", vpc_id: str, change: dict[str, object], said: str
) -> None:
    assert next(made_vpc.faults(changed(**change), vpc_id, ec2)).startswith(said)
