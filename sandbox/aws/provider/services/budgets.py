"""Budgets with their notifications."""

from datetime import UTC, datetime
from typing import Any

from sandbox.aws.provider.api import camel, deep_camel, deep_pascal, part, parts, pascal, tag_list, tag_map
from sandbox.aws.provider.resource_type import Call, Name, ResourceType, Tagging
from sandbox.provider.values import Properties

_TIME = "%Y-%m-%d_%H:%M"
_LISTED = {"ands": "And", "ors": "Or"}
_NESTED = {"not": "Not"}
_LEAVES = ("dimensions", "tags", "costCategories")


def _create(call: Call) -> str:
    tags = {"ResourceTags": tag_list(call.tags)} if call.tags else {}
    account = call["accountId"] or call.aws.account
    call.client.create_budget(AccountId=account, Budget=_budget(call), **tags)
    return f"{account}:{call['name']}"


def _read(call: Call) -> Properties:
    which = _which(call)
    found = call.client.describe_budget(**which)["Budget"]
    limit = part(found, "BudgetLimit")
    arn = _arn(call)
    return {
        "arn": arn,
        "accountId": which["AccountId"],
        "name": which["BudgetName"],
        "limitAmount": limit.get("Amount"),
        "limitUnit": limit.get("Unit"),
        "timePeriodStart": _written(found["TimePeriod"]["Start"]),
        "timePeriodEnd": _written(found["TimePeriod"]["End"]),
        "costFilters": [{"name": name, "values": values} for name, values in found.get("CostFilters", {}).items()],
        "costTypes": deep_camel(found.get("CostTypes")),
        "filterExpression": _filter_read(found["FilterExpression"]) if "FilterExpression" in found else None,
        "metrics": next(iter(found.get("Metrics", [])), None),
        "notifications": _notifications(call, which),
        **camel(found, "budgetType", "timeUnit"),
        **tag_map(call.client.list_tags_for_resource(ResourceARN=arn)["ResourceTags"]),
    }


def _update(call: Call) -> None:
    which = _which(call)
    if call.old:
        call.client.update_budget(AccountId=which["AccountId"], NewBudget=_budget(call))
    wanted = {_key(one): one for one in parts(call.inputs, "notifications")}
    there = {_key(one): one for one in _notifications(call, which)}
    for key, one in there.items():
        if wanted.get(key) != one:
            call.client.delete_notification(**which, Notification=_notification(one))
    for key, one in wanted.items():
        if there.get(key) != one:
            _notify(call, which["AccountId"], which["BudgetName"], one)


def _budget(call: Call) -> Properties:
    budget = {"BudgetName": call["name"], **pascal(call.inputs, "budgetType", "timeUnit")}
    if call["limitAmount"]:
        budget["BudgetLimit"] = {"Amount": call["limitAmount"], "Unit": call["limitUnit"]}
    if call["costFilters"]:
        budget["CostFilters"] = {one["name"]: one["values"] for one in call["costFilters"]}
    if call["costTypes"]:
        budget["CostTypes"] = deep_pascal(call["costTypes"])
    if call["filterExpression"]:
        budget["FilterExpression"] = _filter(call["filterExpression"])
    if call["metrics"]:
        budget["Metrics"] = [call["metrics"]]
    ends = {"Start": call["timePeriodStart"], "End": call["timePeriodEnd"]}
    if call["timePeriodStart"]:
        budget["TimePeriod"] = {key: datetime.strptime(value, _TIME).replace(tzinfo=UTC) for key, value in ends.items()}
    return budget


def _filter(expression: Properties) -> Properties:
    written = {api: [_filter(one) for one in expression[name]] for name, api in _LISTED.items() if expression.get(name)}
    written |= {api: _filter(expression[name]) for name, api in _NESTED.items() if expression.get(name)}
    return written | deep_pascal({name: expression.get(name) for name in _LEAVES})


def _filter_read(found: Properties) -> Properties:
    told: Properties = {
        name: [_filter_read(one) for one in found[api]] for name, api in _LISTED.items() if api in found
    }
    told |= {name: _filter_read(found[api]) for name, api in _NESTED.items() if api in found}
    return told | {name: deep_camel(value) for name, value in camel(found, *_LEAVES).items() if value}


def _notifications(call: Call, which: dict[str, str]) -> list[Properties]:
    found = call.client.describe_notifications_for_budget(**which)["Notifications"]
    return [_with_subscribers(call, which, one) for one in found]


def _with_subscribers(call: Call, which: dict[str, str], found: Properties) -> Properties:
    asked = {key: value for key, value in found.items() if key != "NotificationState"}
    answer = call.client.describe_subscribers_for_notification(**which, Notification=asked)["Subscribers"]
    by_type = {kind: [one["Address"] for one in answer if one["SubscriptionType"] == kind] for kind in ("EMAIL", "SNS")}
    return {
        **camel(found, "comparisonOperator", "notificationType", "threshold"),
        # AWS does not tell PERCENTAGE.
        "thresholdType": found.get("ThresholdType", "PERCENTAGE"),
        **({"subscriberEmailAddresses": by_type["EMAIL"]} if by_type["EMAIL"] else {}),
        **({"subscriberSnsTopicArns": by_type["SNS"]} if by_type["SNS"] else {}),
    }


def _notify(call: Call, account: str, budget: str, notification: Properties) -> None:
    people, topics = notification.get("subscriberEmailAddresses", []), notification.get("subscriberSnsTopicArns", [])
    subscribers = [
        *({"SubscriptionType": "EMAIL", "Address": one} for one in people),
        *({"SubscriptionType": "SNS", "Address": one} for one in topics),
    ]
    call.client.create_notification(
        AccountId=account, BudgetName=budget, Notification=_notification(notification), Subscribers=subscribers
    )


def _notification(wanted: Properties) -> Properties:
    return pascal(wanted, "comparisonOperator", "notificationType", "threshold", "thresholdType")


def _key(notification: Properties) -> tuple[Any, ...]:
    return tuple(_notification(notification).values())


def _which(call: Call) -> dict[str, str]:
    account, _, name = call.id.partition(":")
    return {"AccountId": account, "BudgetName": name}


def _arn(call: Call) -> str:
    account, _, name = call.id.partition(":")
    return f"arn:{call.aws.partition}:budgets::{account}:budget/{name}"


def _written(time: datetime) -> str:
    return time.astimezone(UTC).strftime(_TIME)


TYPES = (
    ResourceType(
        sdk_type="aws:budgets/budget:Budget",
        service="budgets",
        create=_create,
        read=_read,
        update=_update,
        configure=True,
        delete=lambda call: call.client.delete_budget(**_which(call)),
        name=Name(max_length=100, prefix_property="namePrefix"),
        tagging=Tagging(
            add=lambda call, tags: call.client.tag_resource(ResourceARN=_arn(call), ResourceTags=tag_list(tags)),
            remove=lambda call, keys: call.client.untag_resource(ResourceARN=_arn(call), ResourceTagKeys=keys),
        ),
        not_emulated=frozenset({"autoAdjustData", "billingViewArn", "plannedLimits"}),
    ),
)
