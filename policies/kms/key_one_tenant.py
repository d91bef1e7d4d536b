"""A key must not open the data of two tenants."""

import pulumi_policy as pp

from policies.iam.documents import is_allow, statements
from policies.iam.tenant_roles import Held, held_by_tenants
from policies.properties import evaluate
from policies.resources import Referenced, Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Keys that tenants' policies name; one grant too many on such a key, and a tenant reads the other's data."""
    resources = of_stack(args)
    keys = Referenced([each for each in resources if each.type == "aws:kms/key:Key"], "arn")
    first: dict[str, Resource] = {}

    def check(held: Held) -> None:
        role, policy = held
        for key, name in _keys(policy, keys):
            other = first.setdefault(key, role)
            if other is not role:
                urn = key if key.startswith("urn:") else role.urn
                report_violation(f"The key {name} must not be {role.name}'s and {other.name}'s.", urn)

    evaluate(held_by_tenants(resources), check)


def _keys(policy: Resource, declared: Referenced) -> list[tuple[str, str]]:
    """URN and name of each key that a policy is made from; ARNs where they are written out."""
    made_from = declared.by(policy, "policy")
    if made_from:  # known before the keys' ARNs are
        return [(key.urn, key.name) for key in made_from]
    arns = {
        resource
        for statement in statements(policy.properties, "policy")
        if is_allow(statement)
        for resource in statement.texts("Resource")
        if ":kms:" in resource
    }
    found = [(arn, declared.named(arn)) for arn in sorted(arns)]
    return [(key.urn, key.name) if key else (arn, arn) for arn, key in found]


POLICY = pp.StackValidationPolicy(
    name="kms-key-one-tenant",
    description="No key encrypts the data of two tenants.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "data", "Use a separate CMK for each workload that shares a cluster"
    ),
    remediation_steps="Declare an `aws.kms.Key` for each tenant and name it in the policy of that tenant's role only.",
    tags=["kms", "tenant", "encryption"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/data-encryption-and-secrets-management.html",
    validate=validate,
)
