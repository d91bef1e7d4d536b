"""What the pack consists of, and how strict it is for a stack."""

from collections.abc import Callable
from copy import copy
from datetime import UTC, datetime
from typing import cast

import pulumi_policy as pp

from policies import exceptions
from policies.exceptions import Exceptions
from policies.levels import environment_of, level
from policies.resources import REMEMBER
from policies.rules import POLICIES, Rule

Args = pp.ResourceValidationArgs | pp.StackValidationArgs


def policies() -> list[pp.Policy]:
    """All policies, ready for the engine."""
    found = exceptions.load(
        exceptions.FILE.read_text(encoding="utf-8"), {policy.name for policy in POLICIES}, datetime.now(UTC).date()
    )
    return [REMEMBER, exceptions_policy(found), *(enforced(policy, found) for policy in POLICIES)]


def levels(stack: str) -> dict[str, pp.EnforcementLevel | dict[str, object]]:
    """The level of each policy for a stack; `--policy-pack-config` goes before it."""
    environment = environment_of(stack)
    return {policy.name: level(policy.name, environment) for policy in POLICIES}


def enforced(policy: Rule, excused: Exceptions) -> Rule:
    """A copy whose messages end with the remedy (the engine shows only the message) and that knows exceptions."""
    judge = cast("Callable[[Args, pp.ReportViolation], None]", policy.validate)

    def validate(args: Args, report_violation: pp.ReportViolation) -> None:
        judged = args.urn if isinstance(args, pp.ResourceValidationArgs) else ""

        def report(message: str, urn: str | None = None) -> None:
            if not excused.excuse(policy.name, urn or judged):
                report_violation(f"{message}\nFix: {policy.remediation_steps}", urn)

        judge(args, report)

    result = copy(policy)
    vars(result)["validate"] = validate  # what the SDK's server calls
    return result


def exceptions_policy(found: Exceptions) -> pp.StackValidationPolicy:
    """Reports every exception that does not hold."""

    def validate(_args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
        for problem in found.problems:
            report_violation(f"{exceptions.FILE.name}: {problem}", None)

    return pp.StackValidationPolicy(
        name="mlplatform-exceptions-valid",
        description="Exceptions from policies are complete, known and not expired.",
        severity=pp.Severity.HIGH,
        remediation_steps="Correct, renew or remove the exception in policies/exceptions.toml.",
        tags=["exceptions"],
        validate=validate,
    )
