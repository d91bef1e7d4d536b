"""A rule of a network policy must name whom and which port it opens."""

import pulumi_policy as pp

from policies.ec2.networks import is_anywhere
from policies.kubernetes.kinds import kind_of
from policies.properties import Properties, evaluate
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """An absent list of peers or ports means all of them."""
    if kind_of(args.resource_type) != "networking.k8s.io/NetworkPolicy":
        return

    def check_ports(rule: Properties) -> None:
        if not rule.each("ports"):
            report_violation(f"`{rule.path}` of {args.name} must name its ports.", None)

    def check_peers(rule: Properties) -> None:
        peers = [*rule.each("from"), *rule.each("to")]
        if not peers:
            report_violation(f"`{rule.path}` of {args.name} must name its peers.", None)
        evaluate(peers, check_peer)

    def check_peer(peer: Properties) -> None:
        if _is_everybody(peer):
            report_violation(f"`{peer.path}` of {args.name} must not be open to everybody.", None)

    spec = read(args).at("spec")
    evaluate([*spec.each("ingress"), *spec.each("egress")], check_ports, check_peers)


def _is_everybody(peer: Properties) -> bool:
    if peer.has("ipBlock"):
        return is_anywhere(peer.text("ipBlock", "cidr"))
    # All namespaces can be right (DNS); for tenants `kubernetes-namespace-no-tenant-path` decides.
    return not peer.has("podSelector") and not peer.has("namespaceSelector")


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-network-policy-no-open-peer",
    description="Rules of network policies name their peers and ports.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "network-security", "Incrementally add rules to selectively allow traffic"
    ),
    remediation_steps="Give every rule its ports, and every peer a namespace selector, a pod selector or an address "
    "range narrower than the Internet.",
    tags=["kubernetes", "tenant", "network", "KSV-0038", "C-0030"],
    url="https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    validate=validate,
)
