"""A tenant's rights must end at its namespace."""

from functools import cache

import pulumi_policy as pp

from policies.kubernetes.kinds import of_kind
from policies.kubernetes.places import Placed
from policies.kubernetes.tenants import tenant_namespaces
from policies.properties import NotEvaluatedError, Properties, evaluate, some
from policies.resources import Resource, known_text, of_stack

_SERVICE_ACCOUNTS = ("system:serviceaccounts:", "system:serviceaccount:")


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A ClusterRoleBinding holds in every namespace, that of other tenants included.

    A tenant's subjects are its service accounts, and the people whom a RoleBinding in its namespace names.
    """
    resources = of_stack(args)
    tenants = tenant_namespaces(resources)
    namespaces = {known_text(tenant.properties, "metadata", "name") for tenant in tenants} - {""}
    bindings = Placed(of_kind(resources, "rbac.authorization.k8s.io/RoleBinding"))

    @cache
    def people() -> set[str]:
        subjects = (
            subject
            for tenant in tenants
            for binding in bindings.inside(tenant)
            for subject in binding.properties.each("subjects")
        )
        return {known_text(subject, "name") for subject in subjects if known_text(subject, "kind") != "ServiceAccount"}

    def check(binding: Resource) -> None:
        def is_of_a_tenant(subject: Properties) -> bool:
            try:
                if _namespace(subject) in namespaces:
                    return True
            except NotEvaluatedError:
                if not binding.dependencies.get("subjects", frozenset()).isdisjoint(each.urn for each in tenants):
                    return True
                raise
            return subject.text("kind") != "ServiceAccount" and subject.text("name") in people()

        if some(binding.properties.each("subjects"), is_of_a_tenant):
            report_violation(f"{binding.name} must not bind a tenant's subject to a ClusterRole.", binding.urn)

    evaluate(of_kind(resources, "rbac.authorization.k8s.io/ClusterRoleBinding"), check)


def _namespace(subject: Properties) -> str:
    if subject.text("kind") == "ServiceAccount":
        return subject.text("namespace")
    name = subject.text("name")
    prefix = next((each for each in _SERVICE_ACCOUNTS if name.startswith(each)), "")
    return name.removeprefix(prefix).partition(":")[0] if prefix else ""


POLICY = pp.StackValidationPolicy(
    name="kubernetes-binding-no-tenant-cluster-role",
    description="No ClusterRoleBinding names a service account or the people of a tenant.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "tenant-isolation", "Role-based access control per namespace"
    ),
    remediation_steps="Use a `RoleBinding` in the tenant's namespace.",
    tags=["kubernetes", "tenant", "access", "KSV-1011"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html",
    validate=validate,
)
