"""Subnets must not give public addresses to whatever starts in them."""

import pulumi_policy as pp

from policies.resources import read

_DEFAULT_SUBNET = "aws:ec2/defaultSubnet:DefaultSubnet"
_SUBNETS = ("aws:ec2/subnet:Subnet", _DEFAULT_SUBNET)
LOAD_BALANCER_TAG = "kubernetes.io/role/elb"


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Absent means no, save in the default subnets of an account."""
    if args.resource_type not in _SUBNETS:
        return
    subnet = read(args)
    is_default = args.resource_type == _DEFAULT_SUBNET
    if subnet.flag("mapPublicIpOnLaunch", default=is_default) and not subnet.has("tags", LOAD_BALANCER_TAG):
        report_violation(f"The subnet {args.name} must not assign public addresses.", None)


POLICY = pp.ResourceValidationPolicy(
    name="ec2-subnet-no-public-addresses",
    description="Subnets assign no public addresses, those of load balancers excepted.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "EC2.15",
        "Amazon EC2 subnets should not automatically assign public IP addresses",
    ),
    remediation_steps="Set `map_public_ip_on_launch=False`; subnets for load balancers carry the tag "
    "`kubernetes.io/role/elb`.",
    tags=["ec2", "network", "public", "CKV_AWS_130", "AWS-0164"],
    url="https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html",
    validate=validate,
)
