"""Instances and the capacity that is reserved for them."""

from typing import Any

import pytest

from tests.sandbox.aws.server.account import Account, error

GPU = "g6.2xlarge"


@pytest.fixture(scope="module")
def subnets(account: Account) -> list[str]:
    return account.subnets(account.vpc("10.60.0.0/16"), "10.60.0.0/24", "10.60.1.0/24")


def start(account: Account, subnet: str, **options: Any) -> dict[str, Any]:
    (instance,) = account.client("ec2").run_instances(
        ImageId="ami-0123456789abcdef0", InstanceType=GPU, SubnetId=subnet, MinCount=1, MaxCount=1, **options
    )["Instances"]
    return instance


def end(account: Account, *instances: dict[str, Any]) -> None:
    account.client("ec2").terminate_instances(InstanceIds=[one["InstanceId"] for one in instances])


def reserve(account: Account, **options: Any) -> str:
    wanted = {"InstanceType": GPU, "InstancePlatform": "Linux/UNIX", "AvailabilityZone": "eu-west-1a"}
    reservation = {**wanted, "InstanceCount": 1, "InstanceMatchCriteria": "targeted", **options}
    made = account.client("ec2").create_capacity_reservation(**reservation)
    return made["CapacityReservation"]["CapacityReservationId"]


def target(reservation: str) -> dict[str, Any]:
    return {"CapacityReservationTarget": {"CapacityReservationId": reservation}}


def described(account: Account, *names: str, **filters: str) -> list[dict[str, Any]]:
    wanted = [{"Name": name, "Values": [value]} for name, value in filters.items()]
    ec2 = account.client("ec2")
    return ec2.describe_capacity_reservations(CapacityReservationIds=names, Filters=wanted)["CapacityReservations"]


def test_an_instance_takes_its_interface_and_address_with_it(account: Account, subnets: list[str]) -> None:
    ec2 = account.client("ec2")
    instance = start(account, subnets[0])
    with error("DependencyViolation"):
        ec2.delete_subnet(SubnetId=subnets[0])
    end(account, instance)
    mine = [{"Name": "subnet-id", "Values": subnets}]
    assert ec2.describe_network_interfaces(Filters=mine)["NetworkInterfaces"] == []
    assert start(account, subnets[0])["PrivateIpAddress"] == instance["PrivateIpAddress"]


def test_the_same_token_starts_the_same_instance(account: Account, subnets: list[str]) -> None:
    first, again = (start(account, subnets[0], ClientToken="once") for _ in range(2))
    assert first["InstanceId"] == again["InstanceId"]


def test_a_spot_instance_says_so(account: Account, subnets: list[str]) -> None:
    assert start(account, subnets[0], InstanceMarketOptions={"MarketType": "spot"})["InstanceLifecycle"] == "spot"
    assert "InstanceLifecycle" not in start(account, subnets[0])


def test_a_reservation_has_room_until_its_instances_run(account: Account, subnets: list[str]) -> None:
    reservation = reserve(account)
    instance = start(account, subnets[0], CapacityReservationSpecification=target(reservation))
    assert instance["CapacityReservationId"] == reservation
    assert described(account, reservation)[0]["AvailableInstanceCount"] == 0
    with error("ReservationCapacityExceeded"):
        start(account, subnets[0], CapacityReservationSpecification=target(reservation))
    end(account, instance)
    assert described(account, reservation)[0]["AvailableInstanceCount"] == 1


def test_a_reservation_is_of_its_zone_only(account: Account, subnets: list[str]) -> None:
    with error("ReservationCapacityExceeded"):
        start(account, subnets[1], CapacityReservationSpecification=target(reserve(account)))


def test_an_open_reservation_takes_any_instance_that_does_not_decline(account: Account, subnets: list[str]) -> None:
    reservation = reserve(account, InstanceMatchCriteria="open")
    declined = start(account, subnets[0], CapacityReservationSpecification={"CapacityReservationPreference": "none"})
    assert "CapacityReservationId" not in declined
    assert start(account, subnets[0])["CapacityReservationId"] == reservation


def test_reservations_are_found_by_tag_and_state(account: Account) -> None:
    tags = [{"ResourceType": "capacity-reservation", "Tags": [{"Key": "pool", "Value": "training"}]}]
    reservation = reserve(account, TagSpecifications=tags)
    reserve(account)
    found = described(account, **{"tag:pool": "train*", "state": "active"})
    assert [one["CapacityReservationId"] for one in found] == [reservation]
    account.client("ec2").cancel_capacity_reservation(CapacityReservationId=reservation)
    assert described(account, **{"tag:pool": "training", "state": "active"}) == []


def test_a_reservation_grows_and_does_not_shrink_below_what_runs(account: Account, subnets: list[str]) -> None:
    ec2, reservation = account.client("ec2"), reserve(account)
    ec2.modify_capacity_reservation(CapacityReservationId=reservation, InstanceCount=3)
    start(account, subnets[0], CapacityReservationSpecification=target(reservation))
    assert described(account, reservation)[0]["AvailableInstanceCount"] == 2
    with error("InvalidParameterValue"):
        ec2.modify_capacity_reservation(CapacityReservationId=reservation, InstanceCount=0)


def test_a_bought_capacity_block_is_a_reservation_with_an_end(account: Account) -> None:
    ec2 = account.client("ec2")
    wanted = {"InstanceType": "p5.48xlarge", "InstanceCount": 2, "CapacityDurationHours": 24}
    offer = ec2.describe_capacity_block_offerings(**wanted)["CapacityBlockOfferings"][0]
    bought = ec2.purchase_capacity_block(
        CapacityBlockOfferingId=offer["CapacityBlockOfferingId"], InstancePlatform="Linux/UNIX"
    )["CapacityReservation"]
    assert (bought["ReservationType"], bought["TotalInstanceCount"]) == ("capacity-block", 2)
    assert (bought["EndDate"] - bought["StartDate"]).total_seconds() >= 24 * 3600 - 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"InstanceCount": 0}, "InvalidParameterValue"),
        ({"InstanceType": "zz.9"}, "InvalidInstanceType"),
        ({"AvailabilityZone": "eu-west-1q"}, "InvalidParameterValue"),
        ({"EndDateType": "limited"}, "InvalidParameterCombination"),
    ],
)
def test_a_wrong_reservation_is_refused(account: Account, wrong: dict[str, Any], code: str) -> None:
    with error(code):
        reserve(account, **wrong)


def test_a_reservation_that_does_not_exist_is_missed(account: Account) -> None:
    with error("InvalidCapacityReservationId.NotFound"):
        described(account, "cr-0123456789abcdef0")
