"""The default VPC must not be used."""

import pulumi_policy as pp

_DEFAULTS = ("aws:ec2/defaultVpc:DefaultVpc", "aws:ec2/defaultSubnet:DefaultSubnet")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Everything in it has a public address and a route to the Internet."""
    if args.resource_type in _DEFAULTS:
        report_violation(f"{args.name} is part of the default VPC, which must not be used.", None)


POLICY = pp.ResourceValidationPolicy(
    name="ec2-default-vpc-unused",
    description="No stack uses the default VPC of its account.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC05-BP01", "Create network layers"
    ),
    remediation_steps="Declare an `aws.ec2.Vpc` with private subnets; the component `Network` does.",
    tags=["ec2", "network", "CKV_AWS_148", "AWS-0101"],
    url="https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html",
    validate=validate,
)
