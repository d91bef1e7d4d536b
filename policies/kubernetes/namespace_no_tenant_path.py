"""No tenant may reach another without the consent of both."""

from itertools import permutations

import pulumi_policy as pp

from policies.kubernetes.firewalls import Firewalls
from policies.kubernetes.tenants import admits, consents, tenant_namespaces
from policies.properties import evaluate
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A way exists when the one side lets out and the other side lets in; by consent when both name each other."""
    resources = of_stack(args)
    tenants = tenant_namespaces(resources)
    firewalls = Firewalls(resources)
    policies = {tenant.urn: firewalls.of(tenant) for tenant in tenants}

    def check(pair: tuple[Resource, Resource]) -> None:
        source, target = pair
        sides = ((policies[target.urn], "Ingress", source), (policies[source.urn], "Egress", target))
        if all(admits(*side) for side in sides) and not all(consents(*side) for side in sides):
            report_violation(f"{source.name} must not reach {target.name}.", source.urn)

    evaluate(permutations(tenants, 2), check)


POLICY = pp.StackValidationPolicy(
    name="kubernetes-namespace-no-tenant-path",
    description="Network policies leave no way from one tenant to another unless both name the other and its pods.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "tenant-isolation", "Network policies between tenants"
    ),
    remediation_steps="Narrow the peers of both tenants' network policies to the gateway and to their own data; where "
    "one calls the other, each names the other's namespace, its pods and the port in one peer.",
    tags=["kubernetes", "tenant", "network"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html",
    validate=validate,
)
