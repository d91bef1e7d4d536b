"""The objects of a data bucket must be out of reach from outside its VPC endpoints."""

import pulumi_policy as pp

from policies.iam.documents import conditions, covers_action, is_deny, is_fixed, principals, statements
from policies.properties import Properties, evaluate, some
from policies.resources import Resource, of_stack
from policies.s3.buckets import (
    BUCKET_POLICIES,
    BUCKETS,
    EVERY_OBJECT,
    access_log_buckets,
    configured,
    evidence_buckets,
)

_ENDPOINTS = {"aws:sourcevpce", "aws:sourcevpc", "aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths"}
_SERVICES = {"aws:principalisawsservice", "aws:viaawsservice"}
_OPERATORS = ("stringnotequals", "stringnotequalsignorecase", "stringnotlike")


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Stolen credentials are of no use then. Buckets of logs are written and read by services."""
    policies, logs = configured(args, *BUCKET_POLICIES), access_log_buckets(args) | evidence_buckets(args)

    def check(bucket: Resource) -> None:
        found = [*policies.get(bucket.urn, ()), bucket.properties]
        if bucket.urn not in logs and not some(found, lambda each: some(statements(each, "policy"), _closes)):
            report_violation(f"The objects of {bucket.name} must be reached through VPC endpoints only.", bucket.urn)

    evaluate(of_stack(args, *BUCKETS), check)


def _closes(statement: Properties) -> bool:
    return (
        is_deny(statement)
        and "*" in principals(statement)
        and not statement.has("NotPrincipal")
        and all(covers_action(statement, action) for action in ("s3:GetObject", "s3:PutObject"))
        and any(EVERY_OBJECT.fullmatch(resource) for resource in statement.texts("Resource"))
        and _holds_outside(list(conditions(statement)))
    )


def _holds_outside(found: list[tuple[str, str, list[str]]]) -> bool:
    # All conditions of a statement must hold, so every further one leaves somebody out.
    further = [condition for condition in found if not _is_outside(*condition)]
    return len(further) == len(found) - 1 and all(_leaves_out_few(*condition) for condition in further)


def _is_outside(operator: str, key: str, values: list[str]) -> bool:
    return key in _ENDPOINTS and operator.removesuffix("ifexists") in _OPERATORS and all(map(is_fixed, values))


def _leaves_out_few(operator: str, key: str, values: list[str]) -> bool:
    # Named roles, and AWS services that act for somebody.
    if key in _SERVICES:
        return operator.startswith("bool") and [value.lower() for value in values] == ["false"]
    return key == "aws:principalarn" and "not" in operator and all(map(is_fixed, values))


POLICY = pp.StackValidationPolicy(
    name="s3-bucket-endpoint-only",
    description="Objects of data buckets are reached through VPC endpoints only.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC03-BP05", "Define permission guardrails for your organization"
    ),
    remediation_steps="Add to the bucket's policy a Deny of the object actions for principal `*` under the condition "
    "StringNotEquals on `aws:SourceVpce`, `aws:SourceVpc` or `aws:VpceAccount`; the component `ObjectStore` does with "
    "`endpoint_only`.",
    tags=["s3", "tenant", "network"],
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html",
    validate=validate,
)
