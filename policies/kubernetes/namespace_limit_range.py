"""Containers that name no limits must get some, or the quota refuses their pods."""

import pulumi_policy as pp

from policies.kubernetes.kinds import of_kind
from policies.kubernetes.places import Placed
from policies.kubernetes.tenants import tenant_namespaces
from policies.properties import evaluate
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Kubernetes takes `max` for a `default` that is absent, and `default` for a `defaultRequest`."""
    resources = of_stack(args)
    ranges = Placed(of_kind(resources, "core/LimitRange"))

    def check(namespace: Resource) -> None:
        defaults = {
            name
            for each in ranges.inside(namespace)
            for limit in each.properties.each("spec", "limits")
            if limit.text("type") == "Container"
            for field in ("default", "max")
            for name, amount in limit.items(field)
            if amount.is_set()
        }
        missing = [name for name in ("cpu", "memory", "ephemeral-storage") if name not in defaults]
        if missing:
            message = f"A LimitRange in {namespace.name} must give containers a default of {', '.join(missing)}."
            report_violation(message, namespace.urn)

    evaluate(tenant_namespaces(resources), check)


POLICY = pp.StackValidationPolicy(
    name="kubernetes-namespace-limit-range",
    description="Tenants' namespaces give containers without limits a default of CPU, memory and disk.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework("EKS Best Practices Guide", "2025", "tenant-isolation", "Quotas"),
    remediation_steps="Declare a `LimitRange` with an item of type `Container` whose `default` has `cpu`, "
    "`memory` and `ephemeral-storage`; the component `TenantLimits` does.",
    tags=["kubernetes", "tenant", "cost", "KSV-0039", "C-0009"],
    url="https://kubernetes.io/docs/concepts/policy/limit-range/",
    validate=validate,
)
