"""A tenant's role must have a permissions boundary."""

import pulumi_policy as pp

from policies.iam.tenant_roles import tenant_roles
from policies.properties import evaluate
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Whatever is attached to the role later, by whomever, gives no more than the boundary."""

    def check(role: Resource) -> None:
        if not role.properties.has("permissionsBoundary"):
            report_violation(f"The tenant's role {role.name} must have a permissions boundary.", role.urn)

    evaluate(tenant_roles(of_stack(args)), check)


POLICY = pp.StackValidationPolicy(
    name="iam-tenant-role-boundary",
    description="Roles of tenants have a permissions boundary.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC03-BP05", "Define permission guardrails for your organization"
    ),
    remediation_steps="Set `permissions_boundary` to the ARN of an `aws.iam.Policy` that allows what tenants may ever "
    "do.",
    tags=["iam", "tenant"],
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    validate=validate,
)
