"""Every security group must be in use."""

import pulumi_policy as pp

from policies.ec2.security_groups import DEFAULT_GROUP, GROUP, RULES
from policies.properties import evaluate
from policies.resources import Resource, of_stack

_FOUND_BY_TAG = "karpenter.sh/discovery"


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A forgotten group is attached one day for the holes that it has. Rules that name a group do not use it."""
    used = {
        urn
        for resource in of_stack(args)
        if resource.type not in (GROUP, DEFAULT_GROUP, *RULES)
        for urns in resource.dependencies.values()
        for urn in urns
    }

    def check(group: Resource) -> None:
        if group.urn not in used and not group.properties.has("tags", _FOUND_BY_TAG):
            report_violation(f"Nothing uses the security group {group.name}.", group.urn)

    evaluate(of_stack(args, GROUP), check)


POLICY = pp.StackValidationPolicy(
    name="ec2-security-group-used",
    description="Every security group is attached to something in its stack.",
    severity=pp.Severity.LOW,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "EC2.22",
        "Unused Amazon EC2 security groups should be removed",
    ),
    remediation_steps="Remove the group, attach it, or tag it with `karpenter.sh/discovery` when nodes find it by tag.",
    tags=["ec2", "network", "CKV2_AWS_5"],
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-22",
    validate=validate,
)
