"""The default security group of a VPC must be closed."""

from itertools import product

import pulumi_policy as pp

from policies.ec2.security_groups import DEFAULT_GROUP, RULES
from policies.ec2.vpcs import VPC, by_vpc
from policies.properties import evaluate
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS opens it among its members and to the Internet; what names no group is in it."""
    declared = by_vpc(args, DEFAULT_GROUP)
    defaults = {each.urn for each in of_stack(args, DEFAULT_GROUP, VPC)}

    def is_declared(vpc: Resource) -> None:
        if not declared.get(vpc.urn):
            report_violation(f"The default security group of the VPC {vpc.name} must be declared, and closed.", vpc.urn)

    def is_closed(found: tuple[Resource, str]) -> None:
        group, direction = found
        if group.properties.at(direction).known():
            report_violation(f"The default security group {group.name} must have no {direction} rule.", group.urn)

    def is_elsewhere(rule: Resource) -> None:
        if defaults & rule.dependencies.get("securityGroupId", frozenset()):
            report_violation(f"The rule {rule.name} must not open a default security group.", rule.urn)

    evaluate(of_stack(args, VPC), is_declared)
    evaluate(of_stack(args, *RULES), is_elsewhere)
    evaluate(product(of_stack(args, DEFAULT_GROUP), ("ingress", "egress")), is_closed)


POLICY = pp.StackValidationPolicy(
    name="ec2-default-security-group-closed",
    description="The default security group of every VPC has no rules.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "5.5",
        "Ensure the default security group of every VPC restricts all traffic",
    ),
    remediation_steps="Declare an `aws.ec2.DefaultSecurityGroup` for the VPC with `ingress=[]` and `egress=[]`.",
    tags=["ec2", "network", "CKV2_AWS_12", "AWS-0173"],
    url="https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
    validate=validate,
)
