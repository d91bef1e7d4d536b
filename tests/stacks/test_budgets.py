"""Budgets of tenants: somebody is told, and not every month."""

from pathlib import Path

import pytest

from tests.stacks.settings_text import changed, errors, load

OWN_NODES = "data_class: confidential"


def budget(usd: str, notify: str = "[a@example.com]", data_class: str = "data_class: public") -> str:
    return changed("data_class: public", f"{data_class}\n    budget: {{usd_per_month: {usd}, notify: {notify}}}")


def pool_of_iris(usd: str, capacity: str) -> str:
    text = changed("    capacity: [spot, on-demand]", f"    capacity: {capacity}\n    tenant: iris", budget(usd))
    text = changed("      path: v1", "      path: v1\n      gpus: 1\n      pool: gpu", text)
    return changed("      pods: 5", "      pods: 5\n      gpus: 1", text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (budget("0"), "tenants[0].budget.usd_per_month: "),
        (budget("50", "[]"), "tenants[0].budget.notify: needs 1 to 10 entries, has 0"),
        (budget("50", str([f"a{number}@example.com" for number in range(11)])), "needs 1 to 10 entries, has 11"),
        (budget("50", "[somebody]"), "tenants[0].budget.notify[0]: 'somebody' is not an e-mail address; write"),
        (budget("50", "[a@b@example.com]"), "is not an e-mail address; write"),
        (budget("50", "['a@example.com,b@example.com']"), "is not an e-mail address; write"),
        (budget("50", "[a@example.com, a@example.com]"), "budget.notify: a@example.com is listed 2 times"),
        (
            budget("50", data_class=OWN_NODES),
            "tenants[0].budget.usd_per_month: 50 is less than the smallest node of its own costs in a month (74 USD",
        ),
        (pool_of_iris("500", "[on-demand]"), "500 is less than the smallest node of its own costs in a month ("),
    ],
)
def test_a_budget_that_tells_nobody_or_always_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert said in "\n".join(errors(tmp_path, text))


@pytest.mark.parametrize(
    "text", [budget("1"), budget("80", data_class=OWN_NODES), pool_of_iris("500", "[spot, on-demand]")]
)
def test_a_budget_that_can_be_kept_is_taken(tmp_path: Path, text: str) -> None:
    (tenant,) = load(tmp_path, text).tenants
    assert tenant.budget
