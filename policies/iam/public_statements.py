"""Resource policies that let everybody in, wherever they hang."""

import pulumi_policy as pp

from policies.iam.documents import is_open, statements
from policies.properties import Properties, evaluate
from policies.resources import read


def refuse(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Report every statement of the resource's `policy` that allows everybody."""

    def check(statement: Properties) -> None:
        if is_open(statement):
            report_violation(f"`{statement.path}` of {args.name} must not allow everybody.", None)

    evaluate(statements(read(args), "policy"), check)
