"""A tenant's budget: who hears of it when the month's bill nears a limit."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, ResourceOptions

from components.names import ENVIRONMENT_TAG, TENANT_TAG

NOTIFIED = (("ACTUAL", 80.0), ("ACTUAL", 100.0), ("FORECASTED", 100.0))
"""Of what is told, and at how many percent of the budget."""


class TenantBudgetArgs(TypedDict):
    """What a TenantBudget is made from."""

    budget_name: str
    """Name of the budget, unique in the account, at most 100 characters."""
    environment: str
    """Environment of the tenant, the value of the tag `mlplatform:environment` of what it is charged for."""
    tenant_name: str
    """Tenant, the value of the tag `mlplatform:tenant` of what it is charged for."""
    usd_per_month: int
    """USD of a calendar month."""
    notify: Sequence[str]
    """E-mail addresses of those who are told, 1 to 10."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of the budget itself. Default: those of the provider."""


class TenantBudget(ComponentResource):
    """An AWS Budget over what carries the tenant's tag; it tells people and stops nothing."""

    def __init__(self, name: str, args: TenantBudgetArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:TenantBudget", name, None, opts)
        if not args["notify"]:
            message = f"the budget {args['budget_name']} needs somebody to notify"
            raise ValueError(message)
        counted = {ENVIRONMENT_TAG: args["environment"], TENANT_TAG: args["tenant_name"]}
        aws.budgets.Budget(
            f"{name}-budget",
            name=args["budget_name"],
            budget_type="COST",
            time_unit="MONTHLY",
            # As AWS itself would write it, so that reading it back shows no change.
            limit_amount=f"{args['usd_per_month']}.0",
            limit_unit="USD",
            filter_expression={"ands": [{"tags": {"key": key, "values": [value]}} for key, value in counted.items()]},
            metrics="UnblendedCost",
            notifications=[
                {
                    "notification_type": kind,
                    "comparison_operator": "GREATER_THAN",
                    "threshold": percent,
                    "threshold_type": "PERCENTAGE",
                    "subscriber_email_addresses": args["notify"],
                }
                for kind, percent in NOTIFIED
            ],
            tags=args.get("tags", {}),
            opts=ResourceOptions(parent=self),
        )
        self.register_outputs({})
