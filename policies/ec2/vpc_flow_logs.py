"""All traffic of a VPC must be logged."""

import pulumi_policy as pp

from policies.properties import evaluate
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Rejected traffic alone does not show what a thief got."""
    logs = of_stack(args, "aws:ec2/flowLog:FlowLog")

    def check(vpc: Resource) -> None:
        ours = [log for log in logs if log.refers_to(vpc, "vpcId", "id")]
        if not any(log.properties.text("trafficType") == "ALL" for log in ours):
            report_violation(f"All traffic of the VPC {vpc.name} must be logged.", vpc.urn)

    evaluate(of_stack(args, "aws:ec2/vpc:Vpc"), check)


POLICY = pp.StackValidationPolicy(
    name="ec2-vpc-flow-logs",
    description="Every VPC logs accepted and rejected traffic.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "3.7",
        "Ensure VPC flow logging is enabled in all VPCs",
    ),
    remediation_steps='Declare an `aws.ec2.FlowLog` for the VPC with `traffic_type="ALL"`.',
    tags=["ec2", "audit", "network", "CKV2_AWS_11", "AWS-0178"],
    url="https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
    validate=validate,
)
