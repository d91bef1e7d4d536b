"""A namespace's network policies must fit into what the VPC CNI can hold for one range of addresses."""

import json
from collections.abc import Iterator

import pulumi_policy as pp

from policies.kubernetes.kinds import of_kind
from policies.properties import NotEvaluatedError, Properties, evaluate
from policies.resources import Resource, of_stack

MOST = 24
"""Pairs of port and protocol per range, over all policies of a pod (EKS User Guide, 2026-11)."""
_Flow = tuple[str, str, str]
"""Namespace, direction and peer."""


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A selector stands for the addresses of its pods. What is beyond the limit is not enforced, without a word."""
    pairs: dict[_Flow, set[tuple[str, ...]]] = {}

    def count(policy: Resource) -> None:
        for flow, found in _flows(policy):
            known = pairs.setdefault(flow, set())
            before = len(known)
            known |= found
            if before <= MOST < len(known):
                message = f"{policy.name} brings the pairs of port and protocol for {flow[2]} above {MOST}."
                report_violation(message, policy.urn)

    evaluate(of_kind(of_stack(args), "networking.k8s.io/NetworkPolicy"), count)


def _flows(policy: Resource) -> Iterator[tuple[_Flow, set[tuple[str, ...]]]]:
    spec, namespace = policy.properties.at("spec"), _namespace(policy)
    for rules, peers in (("ingress", "from"), ("egress", "to")):
        for rule in spec.each(rules):
            found = {
                (port.text("protocol") or "TCP", port.text("port"), port.text("endPort")) for port in rule.each("ports")
            }
            for peer in rule.each(peers) or [rule]:
                yield (namespace, rules, _peer(peer)), found


def _namespace(policy: Resource) -> str:
    try:
        return policy.properties.text("metadata", "namespace")
    except NotEvaluatedError:
        return " ".join(sorted(policy.dependencies.get("metadata", ()))) or policy.urn


def _peer(peer: Properties) -> str:
    named = {key: _plain(peer.at(key)) for key in ("namespaceSelector", "podSelector") if peer.has(key)}
    return peer.text("ipBlock", "cidr") or json.dumps(named, sort_keys=True)


def _plain(value: Properties) -> object:
    fields = value.items()
    elements = [] if fields else [element for element in value.each() if element.path != value.path]
    return {key: _plain(each) for key, each in fields} or [*map(_plain, elements)] or value.scalar()


POLICY = pp.StackValidationPolicy(
    name="kubernetes-network-policy-port-pairs",
    description="The network policies of a namespace name at most 24 pairs of port and protocol for the same peer.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "Amazon EKS User Guide", "2026", "cni-network-policy", "Limit Pod traffic with Kubernetes network policies"
    ),
    remediation_steps="Use a range of ports (`port` and `end_port`), or split the peer.",
    tags=["kubernetes", "network"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html",
    validate=validate,
)
