"""Volumes of Karpenter's nodes must be encrypted with a key of ours."""

import pulumi_policy as pp

from policies.ec2.volumes import require_encryption
from policies.karpenter.kinds import is_node_class
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Without mappings Karpenter encrypts with AWS's key, which nobody can withdraw."""
    if is_node_class(args.resource_type):
        mappings = read(args).each("spec", "blockDeviceMappings")
        require_encryption(mappings, "kmsKeyID", f"the node class {args.name}", report_violation)


POLICY = pp.ResourceValidationPolicy(
    name="karpenter-node-class-encrypt-volumes",
    description="Volumes of Karpenter's nodes are encrypted with a customer managed key.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "5.1.1",
        "Ensure EBS volume encryption is enabled in all regions",
    ),
    remediation_steps='Set `"ebs": {"encrypted": True, "kmsKeyID": key.arn}` in every block device mapping.',
    tags=["karpenter", "encryption"],
    url="https://karpenter.sh/docs/concepts/nodeclasses/#specblockdevicemappings",
    validate=validate,
)
