"""Karpenter's nodes must have no address on the Internet."""

import pulumi_policy as pp

from policies.karpenter.kinds import is_node_class
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Without the field a node does as its subnet says, which has a policy of its own."""
    if is_node_class(args.resource_type) and read(args).flag("spec", "associatePublicIPAddress"):
        report_violation(f"The node class {args.name} must give no public address.", None)


POLICY = pp.ResourceValidationPolicy(
    name="karpenter-node-class-no-public-ip",
    description="Node classes of Karpenter give no public address.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "EC2.25",
        "EC2 launch templates should not assign public IPs to network interfaces",
    ),
    remediation_steps="Set `associatePublicIPAddress` to `False`.",
    tags=["karpenter", "network"],
    url="https://karpenter.sh/docs/concepts/nodeclasses/#specassociatepublicipaddress",
    validate=validate,
)
