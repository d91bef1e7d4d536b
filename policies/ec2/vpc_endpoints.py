"""A VPC must reach the services that a cluster lives on without the Internet."""

import pulumi_policy as pp

from policies.ec2.vpcs import VPC, by_vpc
from policies.properties import evaluate
from policies.resources import Resource, of_stack

SERVICES = ("s3", "ecr.api", "ecr.dkr", "sts", "logs", "ec2", "eks", "eks-auth", "kms")
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A gateway endpoint counts as much as an interface endpoint."""
    endpoints = by_vpc(args, ENDPOINT)

    def check(vpc: Resource) -> None:
        names = [each.properties.text("serviceName") for each in endpoints.get(vpc.urn, ())]
        served = {_service(name) for name in names}
        missing = [service for service in SERVICES if service not in served]
        if missing:
            report_violation(f"The VPC {vpc.name} must have endpoints for {', '.join(missing)}.", vpc.urn)

    evaluate(of_stack(args, VPC), check)


def _service(name: str) -> str:
    # com.amazonaws.eu-west-1.ecr.api, cn.com.amazonaws.cn-north-1.ecr.api, com.amazonaws.us-gov-west-1.kms-fips
    return name.removeprefix("cn.").removeprefix("com.amazonaws.").partition(".")[2].removesuffix("-fips")


POLICY = pp.StackValidationPolicy(
    name="ec2-vpc-endpoints",
    description="Every VPC has endpoints for the AWS services that its cluster needs.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "EC2.10",
        "Amazon EC2 should be configured to use VPC endpoints that are created for the Amazon EC2 service",
    ),
    remediation_steps="Declare an `aws.ec2.VpcEndpoint` for each of the services; the component `NetworkEndpoints` "
    "does.",
    tags=["ec2", "network"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html",
    validate=validate,
)
