"""Karpenter's nodes must stand in private subnets."""

import pulumi_policy as pp

from policies.ec2.subnets import Subnets
from policies.karpenter.kinds import is_node_class
from policies.properties import NotEvaluatedError, Properties, evaluate, some
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A selector takes every subnet that fits it, also one that gets the tag later."""
    subnets = Subnets(args)

    def check(node_class: Resource) -> None:
        terms = node_class.properties.each("spec", "subnetSelectorTerms")
        named = subnets.by(node_class, "spec")
        tagged = [subnet for subnet in subnets.all if some(terms, lambda term, subnet=subnet: _selects(term, subnet))]
        subnets.refuse_public(node_class, [*named, *tagged], report_violation)
        if not named and any(term.has("id") for term in terms):
            raise NotEvaluatedError([f"`subnetSelectorTerms` of {node_class.name} name subnets outside this stack"])

    evaluate([each for each in of_stack(args) if is_node_class(each.type)], check)


def _selects(term: Properties, subnet: Resource) -> bool:
    tags = term.items("tags")
    return bool(tags) and all(
        value.text() in ("*", subnet.properties.text("tags", key)) and subnet.properties.has("tags", key)
        for key, value in tags
    )


POLICY = pp.StackValidationPolicy(
    name="karpenter-node-class-private-subnets",
    description="Karpenter starts nodes in private subnets.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "5.4.3", "Ensure clusters are created with Private Nodes"
    ),
    remediation_steps="Give the tag that `subnetSelectorTerms` asks for to private subnets only.",
    tags=["karpenter", "network", "C-0229"],
    url="https://karpenter.sh/docs/concepts/nodeclasses/#specsubnetselectorterms",
    validate=validate,
)
