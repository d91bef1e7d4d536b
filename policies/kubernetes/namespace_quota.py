"""A tenant must not be able to take the cluster from the others."""

import pulumi_policy as pp

from policies.kubernetes.kinds import of_kind
from policies.kubernetes.places import Placed
from policies.kubernetes.tenants import tenant_namespaces
from policies.properties import Properties, evaluate
from policies.resources import Resource, of_stack

_LIMITED = (
    ("requests.cpu", "cpu"),
    ("limits.cpu",),
    ("requests.memory", "memory"),
    ("limits.memory",),
    ("requests.ephemeral-storage", "ephemeral-storage"),
    ("limits.ephemeral-storage",),
    ("pods", "count/pods"),
    ("requests.nvidia.com/gpu",),
    ("persistentvolumeclaims", "count/persistentvolumeclaims"),
)
"""What a quota has to limit, each with the other names that Kubernetes knows for the same."""
_FORBIDDEN = ("services.loadbalancers", "services.nodeports")


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Several quotas add up; one with a scope holds for some pods only and so counts for none."""
    resources = of_stack(args)
    quotas = Placed(of_kind(resources, "core/ResourceQuota"))

    def check_limited(namespace: Resource) -> None:
        hard = _hard(quotas.inside(namespace))
        missing = [names[0] for names in _LIMITED if hard.keys().isdisjoint(names)]
        if missing:
            report_violation(f"A ResourceQuota in {namespace.name} must limit {', '.join(missing)}.", namespace.urn)

    def check_forbidden(namespace: Resource) -> None:
        hard = _hard(quotas.inside(namespace))
        allowed = [name for name in _FORBIDDEN if name not in hard or hard[name].number() != 0]
        if allowed:
            message = f"A ResourceQuota in {namespace.name} must set {' and '.join(allowed)} to 0."
            report_violation(message, namespace.urn)

    evaluate(tenant_namespaces(resources), check_limited, check_forbidden)


def _hard(quotas: list[Resource]) -> dict[str, Properties]:
    specs = [quota.properties.at("spec") for quota in quotas]
    whole = [spec for spec in specs if not spec.at("scopes").known() and not spec.has("scopeSelector")]
    return {name: amount for spec in whole for name, amount in spec.items("hard") if amount.is_set()}


POLICY = pp.StackValidationPolicy(
    name="kubernetes-namespace-quota",
    description="Tenants' namespaces have a quota of CPU, memory, disk, pods, GPUs, volumes, and no load balancers.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework("EKS Best Practices Guide", "2025", "tenant-isolation", "Quotas"),
    remediation_steps="Declare a `ResourceQuota` without scopes that limits `requests.cpu`, `limits.cpu`, "
    "`requests.memory`, `limits.memory`, the same of `ephemeral-storage`, `pods`, `requests.nvidia.com/gpu` and "
    "`persistentvolumeclaims`, with "
    "`services.loadbalancers` and `services.nodeports` at 0; the component `TenantLimits` does.",
    tags=["kubernetes", "tenant", "cost", "KSV-0040", "C-0009"],
    url="https://kubernetes.io/docs/concepts/policy/resource-quotas/",
    validate=validate,
)
