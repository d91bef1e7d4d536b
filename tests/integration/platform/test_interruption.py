"""The `up` of this folder was killed with kill -9: the next one finished its work, without duplicates and leftovers."""

from tests.integration.platform import leftovers
from tests.integration.platform.cluster import Cluster

# Made by AWS for what is declared.
OF_OTHERS = {"instance", "volume", "network-interface"}


def test_after_a_killed_up_the_next_one_knows_everything_that_is_in_the_account(dev: Cluster) -> None:
    known = {one["id"] for one in dev.state() if one.get("id")}
    found = leftovers.in_the_account(dev)
    assert found.keys() >= {"clusters", "keys", "roles", "VPCs"}
    assert {kind: names for kind, things in found.items() if kind != "instances" and (names := {*things} - known)} == {}


def test_after_a_killed_up_nothing_is_in_the_network_twice(dev: Cluster) -> None:
    known = {one["id"] for one in dev.state() if one.get("id")}
    tagged = dev.aws("ec2").describe_tags(Filters=[{"Name": "key", "Values": ["Name"]}])["Tags"]
    unknown = {
        one["Value"] for one in tagged if one["ResourceType"] not in OF_OTHERS and one["ResourceId"] not in known
    }
    assert {name.rstrip("0123456789") for name in unknown} <= {"eks-cluster-sg-mlplatform-dev-"}
