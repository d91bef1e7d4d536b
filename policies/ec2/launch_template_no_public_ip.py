"""Nodes must have no address on the Internet."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Without the field a node does as its subnet says, which has a policy of its own."""
    if args.resource_type != "aws:ec2/launchTemplate:LaunchTemplate":
        return

    def check(interface: Properties) -> None:
        if interface.flag("associatePublicIpAddress"):
            report_violation(f"`{interface.path}` of {args.name} must have no public address.", None)

    evaluate(read(args).each("networkInterfaces"), check)


POLICY = pp.ResourceValidationPolicy(
    name="ec2-launch-template-no-public-ip",
    description="Launch templates give no public address.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "EC2.25",
        "EC2 launch templates should not assign public IPs to network interfaces",
    ),
    remediation_steps="Set `associate_public_ip_address` to `False` or leave it out; nodes reach the Internet "
    "through a NAT gateway.",
    tags=["ec2", "network", "CKV_AWS_88", "AWS-0009", "ec2_launch_template_no_public_ip"],
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html",
    validate=validate,
)
