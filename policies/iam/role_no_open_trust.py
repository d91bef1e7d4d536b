"""A role must not be there for everybody to take on."""

import pulumi_policy as pp

from policies.iam.documents import is_open
from policies.iam.identities import trust_statements
from policies.properties import Properties, evaluate


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A wildcard is as open as principal type Service or Federated as it is as AWS."""

    def check(statement: Properties) -> None:
        if is_open(statement):
            report_violation(f"`{statement.path}` of {args.name} must name who may take on the role.", None)

    evaluate(trust_statements(args), check)


POLICY = pp.ResourceValidationPolicy(
    name="iam-role-no-open-trust",
    description="Trust policies name the principals that may take on a role.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC03-BP07", "Analyze public and cross-account access"
    ),
    remediation_steps="Name the service, the role ARN or the identity provider in the trust policy's Principal.",
    tags=["iam", "public", "CKV_AWS_60", "CKV_AWS_61"],
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    validate=validate,
)
