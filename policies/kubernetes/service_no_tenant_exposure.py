"""A tenant's model must be reachable through the gateway only."""

import pulumi_policy as pp

from policies.kubernetes.kinds import of_kind
from policies.kubernetes.places import Placed
from policies.kubernetes.tenants import tenant_namespaces
from policies.properties import evaluate
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Load balancers, node ports and external addresses go past the firewall of the tenant."""
    resources = of_stack(args)
    services = Placed(of_kind(resources, "core/Service"))

    def check(service: Resource) -> None:
        spec = service.properties.at("spec")
        if spec.text("type") in ("LoadBalancer", "NodePort") or spec.at("externalIPs").known():
            report_violation(f"The service {service.name} must be of type ClusterIP.", service.urn)

    evaluate(tenant_namespaces(resources), lambda namespace: evaluate(services.inside(namespace), check))


POLICY = pp.StackValidationPolicy(
    name="kubernetes-service-no-tenant-exposure",
    description="Services of tenants are reachable inside the cluster only.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "tenant-isolation", "Network policies between tenants"
    ),
    remediation_steps="Use type ClusterIP and route to the service through the platform's Gateway.",
    tags=["kubernetes", "tenant", "network", "KSV-0108", "C-0256"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html",
    validate=validate,
)
