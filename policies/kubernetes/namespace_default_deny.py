"""Every tenant's namespace must be closed until a rule opens it."""

import pulumi_policy as pp

from policies.kubernetes.firewalls import Firewalls
from policies.kubernetes.tenants import is_empty, policy_types, tenant_namespaces
from policies.properties import Properties, evaluate
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A policy without rules, so that no rule's removal opens the namespace."""
    resources = of_stack(args)
    firewalls = Firewalls(resources)

    def check(namespace: Resource) -> None:
        policies = firewalls.of(namespace)
        open_ways = [way for way in ("Ingress", "Egress") if not any(_denies(policy, way) for policy in policies)]
        if open_ways:
            report_violation(f"{namespace.name} must deny {' and '.join(open_ways)} by default.", namespace.urn)

    evaluate(tenant_namespaces(resources), check)


def _denies(policy: Properties, direction: str) -> bool:
    rules = policy.each(direction.lower())
    return is_empty(policy.at("podSelector")) and direction in policy_types(policy) and not rules


POLICY = pp.StackValidationPolicy(
    name="kubernetes-namespace-default-deny",
    description="Every tenant's namespace denies ingress and egress by default.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "4.3.2", "Ensure that all Namespaces have Network Policies defined"
    ),
    remediation_steps="Declare a `NetworkPolicy` in the namespace with `pod_selector={}`, "
    '`policy_types=["Ingress", "Egress"]` and no rules; the component `TenantFirewall` does.',
    tags=["kubernetes", "tenant", "network", "CKV2_K8S_6", "C-0206", "C-0260", "C-0030"],
    url="https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies",
    validate=validate,
)
