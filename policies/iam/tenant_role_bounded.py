"""A tenant's role must reach its own data, and no other tenant's."""

from itertools import permutations

import pulumi_policy as pp

from policies.iam.documents import is_allow, is_deny, matches, statements
from policies.iam.tenant_roles import Held, held_by_tenants
from policies.properties import evaluate
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """The explicit deny outlives whatever someone allows later, in this stack or by hand."""
    reached: list[tuple[Resource, list[str]]] = []

    def check_deny(held: Held) -> None:
        role, policy = held
        objects = _objects(policy)
        reached.append((role, objects))
        if objects and not _denies_the_rest(policy):
            report_violation(f"The policy {policy.name} must deny s3:* outside its own prefix.", role.urn)

    try:
        evaluate(held_by_tenants(of_stack(args)), check_deny)
    finally:  # whatever is unknown of one tenant, the others are compared
        for (role, objects), (other, others) in permutations(reached, 2):
            met = [theirs for ours in objects for theirs in others if _reaches(ours, theirs)]
            if role is not other and met:
                report_violation(f"{role.name} must not reach {', '.join(met)} of {other.name}.", role.urn)


def _objects(policy: Resource) -> list[str]:
    # Objects only: the bucket's own ARN is shared, and narrowed by a condition on s3:prefix.
    return [
        resource
        for statement in statements(policy.properties, "policy")
        if is_allow(statement)
        for resource in statement.texts("Resource")
        if resource == "*" or (":s3:::" in resource and ("/" in resource or "*" in resource))
    ]


def _denies_the_rest(policy: Resource) -> bool:
    return any(
        is_deny(statement) and statement.has("NotResource") and "s3:*" in statement.texts("Action")
        for statement in statements(policy.properties, "policy")
    )


def _reaches(ours: str, theirs: str) -> bool:
    return matches(ours, theirs.replace("*", "-"))


POLICY = pp.StackValidationPolicy(
    name="iam-tenant-role-bounded",
    description="A tenant's role reaches no other tenant's objects, and denies itself everything but its own.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "iam", "Use one role per application, bounded by attributes"
    ),
    remediation_steps="Allow the tenant's own prefix with a slash at its end only, and add in the same document a Deny "
    "of `s3:*` with NotResource = that prefix; the component `Tenant` does.",
    tags=["iam", "s3", "tenant"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
    validate=validate,
)
