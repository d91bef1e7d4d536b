"""Somebody must hear of a bill before it is due."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate, some
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS takes a budget that nobody hears of, and a notification only with somebody who gets it."""
    if args.resource_type != "aws:budgets/budget:Budget":
        return

    def check(budget: Properties) -> None:
        if not some(budget.each("notifications"), _is_sent):
            report_violation(f"The budget {args.name} must notify somebody of what has been spent.", None)

    evaluate([read(args)], check)


def _is_sent(notification: Properties) -> bool:
    to = (*notification.each("subscriberEmailAddresses"), *notification.each("subscriberSnsTopicArns"))
    return notification.text("notificationType") == "ACTUAL" and bool(to)


POLICY = pp.ResourceValidationPolicy(
    name="budgets-budget-notified",
    description="Budgets tell somebody when what has been spent nears the limit.",
    severity=pp.Severity.LOW,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "COST02-BP05", "Implement cost controls"
    ),
    remediation_steps="Give the budget a notification of type `ACTUAL` with `subscriber_email_addresses` or "
    "`subscriber_sns_topic_arns`; for a tenant, `budget.notify` of its section.",
    tags=["budgets", "cost"],
    url="https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html",
    validate=validate,
)
