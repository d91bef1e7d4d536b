"""Karpenter's nodes must start from an image release that somebody chose."""

import pulumi_policy as pp

from policies.karpenter.kinds import is_node_class
from policies.properties import Properties, evaluate
from policies.resources import read

ENDED = "al2@"


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """`@latest` replaces all nodes, and with them the GPU driver, on the day that AWS publishes an image."""
    if not is_node_class(args.resource_type):
        return

    def check(term: Properties) -> None:
        alias = term.text("alias")
        if alias.endswith("@latest"):
            report_violation(f"`{term.path}` of {args.name} must name a release, not `{alias}`.", None)
        if alias.startswith(ENDED):
            report_violation(f"`{term.path}` of {args.name} must not be Amazon Linux 2, whose support has ended.", None)

    evaluate(read(args).each("spec", "amiSelectorTerms"), check)


POLICY = pp.ResourceValidationPolicy(
    name="karpenter-node-class-pinned-image",
    description="Karpenter's nodes start from a pinned image release.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "karpenter", "Lock down AMIs in production clusters"
    ),
    remediation_steps='Set `"amiSelectorTerms": [{"alias": "al2023@v20260818"}]` with a release of your choice.',
    tags=["karpenter", "image", "C-0226"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/karpenter.html",
    validate=validate,
)
