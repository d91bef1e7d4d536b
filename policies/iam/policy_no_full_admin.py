"""No identity policy may allow everything."""

import pulumi_policy as pp

from policies.iam.documents import covers_every_action, covers_every_resource, is_allow
from policies.iam.identities import identity_statements
from policies.properties import Properties, evaluate


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """An Allow with NotAction or NotResource is everything but a few things."""

    def check(statement: Properties) -> None:
        if is_allow(statement) and covers_every_action(statement) and covers_every_resource(statement):
            report_violation(f"`{statement.path}` of {args.name} must not allow every action on every resource.", None)

    evaluate(identity_statements(args), check)


POLICY = pp.ResourceValidationPolicy(
    name="iam-policy-no-full-admin",
    description="Identity policies do not allow every action on every resource.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "IAM.1",
        "IAM policies should not allow full * administrative privileges",
    ),
    remediation_steps="List the actions and the ARNs that are needed; use Action and Resource instead of NotAction and "
    "NotResource.",
    tags=["iam", "privilege", "CKV_AWS_62", "CKV_AWS_63", "AWS-0057"],
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    validate=validate,
)
