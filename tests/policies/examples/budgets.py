"""Examples for the policies on budgets."""

from policies.budgets import budget_notified
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given


def _budget(*notifications: object) -> Given:
    return Given("aws:budgets/budget:Budget", {"notifications": list(notifications)})


def _notification(kind: str = "ACTUAL", **subscribers: object) -> object:
    return {"notificationType": kind, "threshold": 80, **subscribers}


_SENT = _notification(subscriberEmailAddresses=["a@example.com"])

EXAMPLES = [
    Examples(
        budget_notified.POLICY,
        passing=[
            _budget(_SENT),
            _budget(_notification(subscriberSnsTopicArns=["arn:aws:sns:eu-west-1:123456789012:bills"])),
            _budget(_notification("FORECASTED", subscriberEmailAddresses=["a@example.com"]), _SENT),
            _budget(_notification(subscriberEmailAddresses=[UNKNOWN])),
            Given("aws:s3/bucket:Bucket", {}),
        ],
        failing=[
            _budget(),
            _budget(_notification(subscriberEmailAddresses=[])),
            _budget(_notification("FORECASTED", subscriberEmailAddresses=["a@example.com"])),
        ],
        absent=Given("aws:budgets/budget:Budget", {}),
        absence_fails=True,
        unknown=Given("aws:budgets/budget:Budget", {"notifications": UNKNOWN}),
    )
]
