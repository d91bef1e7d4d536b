"""A tenant's rights must end at its namespace."""

import pulumi_policy as pp

from policies.kubernetes.kinds import name_of, of_kind
from policies.kubernetes.tenants import tenant_namespaces
from policies.properties import NotEvaluatedError, Properties, evaluate
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A ClusterRoleBinding holds in every namespace, that of other tenants included."""
    resources = of_stack(args)
    tenants = tenant_namespaces(resources)

    def check(binding: Resource) -> None:
        for subject in binding.properties.each("subjects"):
            if _is_of_one(subject, binding, tenants):
                report_violation(f"{binding.name} must not bind a tenant's subject to a ClusterRole.", binding.urn)

    evaluate(of_kind(resources, "rbac.authorization.k8s.io/ClusterRoleBinding"), check)


def _is_of_one(subject: Properties, binding: Resource, tenants: list[Resource]) -> bool:
    try:
        namespace = subject.text("namespace") or subject.text("name").removeprefix("system:serviceaccounts:")
        return namespace in [name_of(tenant) for tenant in tenants]
    except NotEvaluatedError:
        if not binding.dependencies.get("subjects", frozenset()).isdisjoint(tenant.urn for tenant in tenants):
            return True
        raise


POLICY = pp.StackValidationPolicy(
    name="kubernetes-binding-no-tenant-cluster-role",
    description="No ClusterRoleBinding names a subject of a tenant.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "tenant-isolation", "Role-based access control per namespace"
    ),
    remediation_steps="Use a `RoleBinding` in the tenant's namespace.",
    tags=["kubernetes", "tenant", "access", "KSV-1011"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html",
    validate=validate,
)
