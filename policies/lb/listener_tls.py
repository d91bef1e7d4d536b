"""Listeners must take TLS 1.2 or newer only."""

import re
from collections import defaultdict

import pulumi_policy as pp

from policies.lb.load_balancers import CLASSIC, LISTENERS, RULES
from policies.properties import Properties, evaluate, some
from policies.resources import Resource, of_stack

_MODERN = re.compile(r"ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)-.+")
"""Security policies without TLS 1.0 and 1.1 (Elastic Load Balancing user guide, Security policies, 2026)."""


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS's default still takes TLS 1.0. A rule of an HTTP listener can serve what the listener itself redirects."""
    rules: dict[str, list[Properties]] = defaultdict(list)
    for rule in of_stack(args, *RULES):
        for listener in rule.dependencies.get("listenerArn", ()):
            rules[listener].extend(rule.properties.each("actions"))

    def check(listener: Resource) -> None:
        protocol = _protocol(listener.properties)
        if protocol in ("HTTPS", "TLS") and not _MODERN.fullmatch(listener.properties.text("sslPolicy")):
            report_violation(f"The listener {listener.name} must take TLS 1.2 or newer only.", listener.urn)
        actions = [*listener.properties.each("defaultActions"), *rules.get(listener.urn, ())]
        if protocol == "HTTP" and some(actions, _serves):
            report_violation(f"The listener {listener.name} must redirect to HTTPS.", listener.urn)

    def check_classic(balancer: Resource) -> None:
        if any(each.text("lbProtocol").upper() == "HTTP" for each in balancer.properties.each("listeners")):
            report_violation(f"The load balancer {balancer.name} must not listen to HTTP.", balancer.urn)

    evaluate(
        of_stack(args, *LISTENERS, CLASSIC),
        lambda each: check_classic(each) if each.type == CLASSIC else check(each),
    )


def _protocol(listener: Properties) -> str:
    # An application load balancer takes HTTP when nothing is said; a gateway load balancer has no port either.
    return listener.text("protocol").upper() or ("HTTP" if listener.has("port") else "")


def _serves(action: Properties) -> bool:
    return action.text("type") != "redirect" or action.text("redirect", "protocol") != "HTTPS"


POLICY = pp.StackValidationPolicy(
    name="lb-listener-tls",
    description="Listeners take TLS 1.2 or newer, or redirect to it.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "ELB.1",
        "Application Load Balancer should be configured to redirect all HTTP requests to HTTPS",
    ),
    remediation_steps='Set `protocol="HTTPS"` and `ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06"`; let listeners '
    "for HTTP, and their rules, only redirect to HTTPS.",
    tags=[
        "lb",
        "encryption",
        "CKV_AWS_2",
        "CKV_AWS_103",
        "CKV_AWS_378",
        "CKV2_AWS_20",
        "CKV2_AWS_74",
        "AWS-0047",
        "AWS-0054",
    ],
    url="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    validate=validate,
)
