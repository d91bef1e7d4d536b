"""Pods on Karpenter's nodes must not reach the credentials of their node."""

import pulumi_policy as pp

from policies.karpenter.kinds import is_node_class
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Absence is fine: Karpenter's own defaults are IMDSv2 and one hop."""
    if not is_node_class(args.resource_type):
        return
    options = read(args).at("spec", "metadataOptions")
    if options.text("httpEndpoint") == "disabled":
        return
    if options.text("httpTokens") not in ("", "required"):
        report_violation(f"The node class {args.name} must require IMDSv2.", None)
    if options.number("httpPutResponseHopLimit") not in (None, 1):
        report_violation(f"The node class {args.name} must set the metadata hop limit to 1.", None)


POLICY = pp.ResourceValidationPolicy(
    name="karpenter-node-class-imdsv2",
    description="Karpenter's nodes keep instance metadata out of reach of pods.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "iam", "Restrict access to the instance profile assigned to the node"
    ),
    remediation_steps='Set `"metadataOptions": {"httpTokens": "required", "httpPutResponseHopLimit": 1}`.',
    tags=["karpenter", "credentials", "C-0052"],
    url="https://karpenter.sh/docs/concepts/nodeclasses/#specmetadataoptions",
    validate=validate,
)
