"""An existing VPC is looked at before a platform moves in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra import existing_vpc
from stacks.settings import Settings
from tests.stacks.settings_text import DEV, changed, load

DISCOVERY = {"Key": "karpenter.sh/discovery", "Value": "mlplatform-dev"}


class Account:
    """One VPC with two subnets for nodes and one for endpoints."""

    def __init__(self) -> None:
        self.ec2: Any = boto3.client("ec2", "eu-west-1")  # pyright: ignore[reportUnknownMemberType]
        self.vpc = self.ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
        self.ec2.modify_vpc_attribute(VpcId=self.vpc, EnableDnsHostnames={"Value": True})
        self.nodes = [self.subnet("10.20.0.0/24", "a"), self.subnet("10.20.1.0/24", "b")]
        self.ec2.create_tags(Resources=self.nodes, Tags=[DISCOVERY])
        self.endpoints = self.subnet("10.20.9.0/24", "a")

    def subnet(self, cidr: str, zone: str, vpc: str = "") -> str:
        made = self.ec2.create_subnet(VpcId=vpc or self.vpc, CidrBlock=cidr, AvailabilityZone=f"eu-west-1{zone}")
        return made["Subnet"]["SubnetId"]


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield Account()


def faults(settings: Settings) -> list[str]:
    assert settings.network.existing
    ec2: Any = boto3.client("ec2", "eu-west-1")  # pyright: ignore[reportUnknownMemberType]
    return list(existing_vpc.faults(settings, settings.network.existing, "123456789012", ec2))


def moved_in(directory: Path, account: Account, *, vpc: str = "", nodes: list[str] | None = None) -> Settings:
    given = (
        f"{{vpc_id: {vpc or account.vpc}, private_subnet_ids: [{', '.join(nodes or account.nodes)}], "
        f"endpoint_subnets: {{{account.endpoints}: 10.20.9.0/24}}}}"
    )
    line = "vpc_cidr: 10.20.0.0/16"
    return load(directory, changed(line, f"{line}\n  pod_cidr: null\n  existing: {given}", DEV))


def test_a_fitting_vpc_passes(account: Account, tmp_path: Path) -> None:
    assert faults(moved_in(tmp_path, account)) == []


def test_a_missing_vpc_is_named(account: Account, tmp_path: Path) -> None:
    (fault,) = faults(moved_in(tmp_path, account, vpc=f"vpc-{'0' * 17}"))
    assert f"network.existing.vpc_id: vpc-{'0' * 17} does not exist in eu-west-1" in fault


def test_subnets_in_the_order_of_other_zones_are_named(account: Account, tmp_path: Path) -> None:
    first, second = faults(moved_in(tmp_path, account, nodes=account.nodes[::-1]))
    assert "private_subnet_ids[0]" in first
    assert "is in eu-west-1b, not in network.zones[0] eu-west-1a" in first
    assert "private_subnet_ids[1]" in second


def test_a_subnet_that_does_not_exist_is_named(account: Account, tmp_path: Path) -> None:
    (fault,) = faults(moved_in(tmp_path, account, nodes=[account.nodes[0], f"subnet-{'0' * 17}"]))
    assert f"network.existing.private_subnet_ids[1]: subnet-{'0' * 17} does not exist" in fault


def test_a_subnet_of_another_vpc_is_named(account: Account, tmp_path: Path) -> None:
    other = account.ec2.create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
    stray = account.subnet("10.30.0.0/24", "b", other)
    account.ec2.create_tags(Resources=[stray], Tags=[DISCOVERY])
    (fault,) = faults(moved_in(tmp_path, account, nodes=[account.nodes[0], stray]))
    assert f"{stray} belongs to {other}, not to {account.vpc}" in fault


def test_a_subnet_with_too_few_addresses_without_karpenters_tag_is_told_both(account: Account, tmp_path: Path) -> None:
    small = account.subnet("10.20.2.0/28", "b")
    few, untagged = faults(moved_in(tmp_path, account, nodes=[account.nodes[0], small]))
    assert f"{small} has 11 free addresses; a cluster needs 16 or more" in few
    assert f"--resources {small} --tags Key=karpenter.sh/discovery,Value=mlplatform-dev" in untagged


def test_a_subnet_that_gives_out_public_addresses_is_refused(account: Account, tmp_path: Path) -> None:
    account.ec2.modify_subnet_attribute(SubnetId=account.nodes[0], MapPublicIpOnLaunch={"Value": True})
    (fault,) = faults(moved_in(tmp_path, account))
    assert f"private_subnet_ids[0]: {account.nodes[0]} gives out public addresses" in fault


def test_an_endpoint_subnet_with_another_range_is_refused(account: Account, tmp_path: Path) -> None:
    account.endpoints = account.subnet("10.20.10.0/24", "a")
    (fault,) = faults(moved_in(tmp_path, account))
    assert f"endpoint_subnets: {account.endpoints} has 10.20.10.0/24, not 10.20.9.0/24" in fault


def test_a_vpc_without_dns_hostnames_is_refused(account: Account, tmp_path: Path) -> None:
    account.ec2.modify_vpc_attribute(VpcId=account.vpc, EnableDnsHostnames={"Value": False})
    (fault,) = faults(moved_in(tmp_path, account))
    assert "needs DNS support and DNS hostnames" in fault


def test_a_range_that_the_vpc_does_not_have_is_refused(account: Account, tmp_path: Path) -> None:
    settings = moved_in(tmp_path, account, vpc=account.ec2.create_vpc(CidrBlock="10.40.0.0/16")["Vpc"]["VpcId"])
    assert "network.vpc_cidr: 10.20.0.0/16 is no range of" in faults(settings)[0]
