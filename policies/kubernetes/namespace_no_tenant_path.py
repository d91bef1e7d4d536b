"""No tenant may reach another."""

from itertools import permutations

import pulumi_policy as pp

from policies.kubernetes.tenants import admits, network_policies, tenant_namespaces
from policies.properties import evaluate
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A way exists when the one side lets out and the other side lets in."""
    resources = of_stack(args)
    tenants = tenant_namespaces(resources)
    policies = {tenant.urn: network_policies(resources, tenant) for tenant in tenants}

    def check(pair: tuple[Resource, Resource]) -> None:
        source, target = pair
        if admits(policies[target.urn], "Ingress", source) and admits(policies[source.urn], "Egress", target):
            report_violation(f"{source.name} must not reach {target.name}.", source.urn)

    evaluate(permutations(tenants, 2), check)


POLICY = pp.StackValidationPolicy(
    name="kubernetes-namespace-no-tenant-path",
    description="Network policies leave no way from one tenant to another.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "tenant-isolation", "Network policies between tenants"
    ),
    remediation_steps="Narrow the peers of both tenants' network policies to the gateway and to their own data.",
    tags=["kubernetes", "tenant", "network"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html",
    validate=validate,
)
