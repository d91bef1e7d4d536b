"""A tenant's budget: it counts what is the tenant's, and tells somebody in time."""

from typing import Any

import pytest

from components.tenant import Tenant
from components.tenant_budget import TenantBudget, TenantBudgetArgs
from tests.components.support import named, record_component
from tests.components.tenants import ARGS

BUDGET: TenantBudgetArgs = {
    "budget_name": "ml-dev-t-iris",
    "environment": "dev",
    "tenant_name": "iris",
    "usd_per_month": 150,
    "notify": ["data-science@example.com"],
}


@pytest.fixture(scope="module")
def budget() -> dict[str, Any]:
    recorded = record_component(lambda opts: Tenant("tenant", {**ARGS, "budget": BUDGET}, opts))
    (made,) = named(recorded, "Budget").values()
    return made


def test_a_month_has_the_limit_of_the_settings(budget: dict[str, Any]) -> None:
    assert (budget["budgetType"], budget["timeUnit"]) == ("COST", "MONTHLY")
    assert (budget["limitAmount"], budget["limitUnit"]) == ("150.0", "USD")


def test_it_counts_what_is_the_tenants_in_this_environment_only(budget: dict[str, Any]) -> None:
    counted = {one["tags"]["key"]: one["tags"]["values"] for one in budget["filterExpression"]["ands"]}
    assert counted == {"mlplatform:environment": ["dev"], "mlplatform:tenant": ["iris"]}


def test_it_tells_before_the_limit_at_it_and_when_it_is_foreseen(budget: dict[str, Any]) -> None:
    told = {(one["notificationType"], one["threshold"]) for one in budget["notifications"]}
    assert told == {("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 100)}
    assert {one["thresholdType"] for one in budget["notifications"]} == {"PERCENTAGE"}
    assert {one["comparisonOperator"] for one in budget["notifications"]} == {"GREATER_THAN"}
    assert all(one["subscriberEmailAddresses"] == ["data-science@example.com"] for one in budget["notifications"])


def test_it_is_found_by_the_tenants_tag(budget: dict[str, Any]) -> None:
    assert budget["tags"] == {"mlplatform:tenant": "iris"}


def test_a_tenant_without_a_budget_makes_none() -> None:
    assert named(record_component(lambda opts: Tenant("tenant", ARGS, opts)), "Budget") == {}


def test_a_budget_that_nobody_hears_of_is_refused() -> None:
    unheard: TenantBudgetArgs = {**BUDGET, "notify": []}
    with pytest.raises(ValueError, match="ml-dev-t-iris needs somebody to notify"):
        record_component(lambda opts: TenantBudget("budget", unheard, opts))
