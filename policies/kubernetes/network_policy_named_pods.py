"""A tenant's rule must name pods where it names a namespace."""

import pulumi_policy as pp

from policies.kubernetes.firewalls import Firewalls
from policies.kubernetes.tenants import is_empty, tenant_namespaces
from policies.properties import Properties, evaluate
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Two list items where one with both selectors was meant open the way to all pods of the namespace."""
    resources = of_stack(args)
    firewalls = Firewalls(resources)

    def check(namespace: Resource) -> None:
        for policy in firewalls.of(namespace):
            rules = [*policy.each("ingress"), *policy.each("egress")]
            evaluate([peer for rule in rules for peer in (*rule.each("from"), *rule.each("to"))], check_peer)

    def check_peer(peer: Properties) -> None:
        if peer.has("namespaceSelector") and is_empty(peer.at("podSelector")):
            report_violation(f"`{peer.path}` of {peer.owner} must name pods besides their namespace.", None)

    evaluate(tenant_namespaces(resources), check)


POLICY = pp.StackValidationPolicy(
    name="kubernetes-network-policy-named-pods",
    description="Rules of tenants name pods and their namespace in one peer.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "network-security", "Incrementally add rules to selectively allow traffic"
    ),
    remediation_steps="Put `namespaceSelector` and `podSelector` into one peer; two peers allow what either selects.",
    tags=["kubernetes", "tenant", "network"],
    url="https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors",
    validate=validate,
)
