"""Rules of tenants' budgets."""

from collections.abc import Iterator

from stacks import cost
from stacks.model import Settings
from stacks.reading.errors import Problem


def budgets(settings: Settings) -> Iterator[Problem]:
    """A budget that a tenant exceeds by being there tells nothing."""
    for index, tenant in enumerate(settings.tenants):
        if tenant.budget is None:
            continue
        least = cost.least_of_month(settings, tenant)
        if least > tenant.budget.usd_per_month:
            yield Problem(
                ("tenants", index, "budget", "usd_per_month"),
                f"{tenant.budget.usd_per_month} is less than the smallest node of its own costs in a month "
                f"({least:.0f} USD at list prices); raise it, or let the tenant share nodes",
            )
