"""Budgets: changes of a budget, who is notified, and tags, which moto lacks."""

from typing import Any

from werkzeug import Response

from sandbox.aws.server.calls import AwsError, Call, succeeded
from sandbox.aws.server.shapes import Shape, items


def create_budget(call: Call) -> Response:
    """Create it with its tags; moto forgets them."""
    response = call.forward()
    if succeeded(response):
        _named(call, call.params["Budget"]["BudgetName"]).tags = _pairs(call)
    return response


def update_budget(call: Call) -> Shape:
    """Put the new one in the place of the old one; notifications and tags stay."""
    wanted = call.params["NewBudget"]
    budget = _named(call, wanted["BudgetName"])
    budget.budget = {"TimePeriod": budget.budget["TimePeriod"], **wanted}
    return {}


def create_notification(call: Call) -> Response:
    """Add a notification; each once."""
    budget, wanted = _budget(call), call.params["Notification"]
    if any(_key(one.details) == _key(wanted) for one in budget.notifications):
        raise AwsError("DuplicateRecordException", "Error creating notification - the notification already exists.")
    return call.forward()


def describe_subscribers(call: Call) -> Shape:
    """List those whom a notification is sent to."""
    wanted = _key(call.params["Notification"])
    for one in _budget(call).notifications:
        if _key(one.details) == wanted:
            return {"Subscribers": one.subscribers}
    raise AwsError("NotFoundException", "Unable to get subscribers - the notification doesn't exist.")


def list_tags(call: Call) -> Shape:
    """List a budget's tags."""
    return {"ResourceTags": [{"Key": key, "Value": value} for key, value in _tagged(call).tags.items()]}


def tag_resource(call: Call) -> Shape:
    """Add tags."""
    _tagged(call).tags |= _pairs(call)
    return {}


def untag_resource(call: Call) -> Shape:
    """Take tags away."""
    for key in call.params["ResourceTagKeys"]:
        _tagged(call).tags.pop(key, None)
    return {}


def _pairs(call: Call) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in items(call.params, "ResourceTags")}


def _key(notification: Shape) -> tuple[str, str, float, str]:
    kind = notification.get("ThresholdType", "PERCENTAGE")
    return notification["NotificationType"], notification["ComparisonOperator"], float(notification["Threshold"]), kind


def _budget(call: Call) -> Any:  # noqa: ANN401 a class of moto
    return _named(call, call.params["BudgetName"])


def _tagged(call: Call) -> Any:  # noqa: ANN401 a class of moto
    return _named(call, call.params["ResourceARN"].split(":budget/")[-1])


def _named(call: Call, name: str) -> Any:  # noqa: ANN401 a class of moto
    budgets = call.backend("budgets").budgets[call.account]
    if name not in budgets:
        raise AwsError("NotFoundException", f"Unable to get budget: {name} - the budget doesn't exist.")
    return budgets[name]


OPERATIONS = {
    "CreateBudget": create_budget,
    "CreateNotification": create_notification,
    "DescribeSubscribersForNotification": describe_subscribers,
    "ListTagsForResource": list_tags,
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "UpdateBudget": update_budget,
}
