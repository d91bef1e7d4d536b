"""A cluster with tenants should deny them to each other in a tier that network policies cannot override."""

import pulumi_policy as pp

from policies.kubernetes.kinds import of_kind
from policies.kubernetes.tenants import tenant_namespaces
from policies.properties import Properties
from policies.resources import of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Network policies add up, so whoever may write one in a namespace may open it."""
    resources = of_stack(args)
    clusters = [each for each in resources if each.type == "aws:eks/cluster:Cluster"]
    if not clusters or not tenant_namespaces(resources):
        return
    policies = of_kind(resources, "networking.k8s.aws/ClusterNetworkPolicy")
    if not any(_denies_tenants(policy.properties.at("spec")) for policy in policies):
        report_violation(f"The cluster {clusters[0].name} should deny tenants to each other in the Admin tier.", None)


def _denies_tenants(spec: Properties) -> bool:
    return spec.text("tier") == "Admin" and all(
        any(rule.text("action") == "Deny" and _names_namespaces(rule.each(side)) for rule in spec.each(way))
        for way, side in (("ingress", "from"), ("egress", "to"))
    )


def _names_namespaces(peers: list[Properties]) -> bool:
    return any(peer.has("namespaces") for peer in peers)


POLICY = pp.StackValidationPolicy(
    name="kubernetes-cluster-baseline-firewall",
    description="A cluster network policy of the Admin tier denies tenants to each other.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "tenant-isolation", "Network policies between tenants"
    ),
    remediation_steps="Declare a BaselineFirewall.",
    tags=["kubernetes", "tenant", "network"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html",
    validate=validate,
)
