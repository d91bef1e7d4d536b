"""A network policy must not have a shape that the VPC CNI enforces differently from what it says."""

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of
from policies.kubernetes.tenants import is_empty
from policies.properties import Properties, evaluate
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Reported upstream in aws/aws-network-policy-agent as 572 and 180, both open in November 2026."""
    if kind_of(args.resource_type) != "networking.k8s.io/NetworkPolicy":
        return
    spec = read(args).at("spec")

    def check_selectors(peer: Properties) -> None:
        everywhere = peer.has("namespaceSelector") and is_empty(peer.at("namespaceSelector"))
        if everywhere and peer.has("podSelector"):
            report_violation(
                f"`{peer.path}` of {args.name} must not join an empty namespaceSelector and a podSelector.", None
            )

    def check_except(peer: Properties) -> None:
        if peer.at("ipBlock", "except").known() and any(rule.each("ports") for rule in _rules(spec)):
            report_violation(f"`{peer.path}` of {args.name} must not have an `except` in a policy with ports.", None)

    evaluate(
        (peer for rule in _rules(spec) for peer in (*rule.each("from"), *rule.each("to"))),
        check_selectors,
        check_except,
    )


def _rules(spec: Properties) -> list[Properties]:
    return [*spec.each("ingress"), *spec.each("egress")]


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-network-policy-no-misread-peer",
    description="Network policies have no peers that the VPC CNI enforces differently.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "Amazon EKS User Guide", "2026", "cni-network-policy", "Limit Pod traffic with Kubernetes network policies"
    ),
    remediation_steps="Name namespaces by a label such as `kubernetes.io/metadata.name`; write the ranges that are "
    "meant instead of a range with exceptions.",
    tags=["kubernetes", "network"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html",
    validate=validate,
)
