"""What differs between the environments is said, with its reason and its cost."""

import pytest

from stacks import comparison, cost, settings
from stacks.model import Settings
from tests.contracts.source import ROOT

ALL = [settings.load(environment) for environment in settings.environments()]


def load(environment: str) -> Settings:
    return settings.load(environment)


def lines(environment: str) -> dict[str, cost.Line]:
    return {line.what: line for line in cost.hourly(load(environment))}


def test_the_page_about_environments_is_up_to_date() -> None:
    page = (ROOT / "docs" / "environments.md").read_text(encoding="utf-8")
    assert page == comparison.page(ALL), "run `python -m stacks.comparison > docs/environments.md`"


def test_every_difference_has_a_reason() -> None:
    found = comparison.differences(ALL)
    assert len(found) > 10
    assert [one.path for one in found if not one.why] == []


def test_every_reason_belongs_to_a_difference() -> None:
    used = {one.why for one in comparison.differences(ALL)}
    assert set(comparison.REASONS.values()) - used == set()


def test_what_is_the_same_is_not_listed() -> None:
    found = {one.path: one.values for one in comparison.differences([load("test"), load("prod")])}
    assert found["network.nat"] == ("single", "per_zone")
    assert found["node_pools.training"] == ("-", "yes")
    assert "cluster.version" not in found
    assert not [path for path in found if path.startswith("node_pools.training.")]
    assert comparison.differences([load("dev"), load("dev")]) == []


def test_the_small_profile_has_one_nat_gateway_two_nodes_and_no_gpu_pool() -> None:
    small = load("small")
    assert (small.network.nat, small.cluster.system_nodes.min_size, small.node_pools) == ("single", 2, {})
    assert small.data_protection.protect
    assert cost.total(cost.hourly(small)).idle == min(cost.total(cost.hourly(one)).idle for one in ALL)


@pytest.mark.parametrize(("environment", "gateways"), [("dev", 1), ("test", 1)])
def test_a_nat_gateway_costs_its_hour_and_its_address(environment: str, gateways: int) -> None:
    assert lines(environment)["NAT gateways, with their addresses"].idle == pytest.approx(gateways * 0.05)


def test_endpoints_cost_by_the_zone() -> None:
    assert lines("test")["interface endpoints"].idle == pytest.approx(13 * 2 * 0.01)
    assert lines("prod")["interface endpoints"].idle == pytest.approx(13 * 3 * 0.01)


def test_a_gpu_pool_costs_nothing_idle_and_at_most_its_dearest_instances() -> None:
    line = lines("prod")["GPU pool gpu"]
    assert line.idle == 0
    # Eight g6.4xlarge with one GPU each, and their volumes of 200 GiB.
    assert line.most == pytest.approx(8 * (1.3232 + 200 * 0.08 / 730))


def test_a_type_without_a_known_price_is_not_taken_for_free() -> None:
    prod = load("prod")
    pool = prod.node_pools["training"].model_copy(update={"instance_types": ("p5e.48xlarge",)})
    priced = cost.hourly(prod.model_copy(update={"node_pools": {"training": pool}}))
    (training,) = (line for line in priced if line.what == "GPU pool training")
    assert training.most is None
    assert cost.total(priced).most is None
    assert cost.total(priced).idle > 0
