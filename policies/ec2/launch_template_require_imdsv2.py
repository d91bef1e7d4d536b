"""Instances must not hand out credentials to requests without a session token."""

import pulumi_policy as pp

from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Absence is a violation: AWS's default depends on the account and on the image."""
    if args.resource_type != "aws:ec2/launchTemplate:LaunchTemplate":
        return
    options = read(args).at("metadataOptions")
    if options.text("httpEndpoint") != "disabled" and options.text("httpTokens") != "required":
        report_violation(f"The launch template {args.name} must require IMDSv2.", None)


POLICY = pp.ResourceValidationPolicy(
    name="ec2-launch-template-require-imdsv2",
    description="Launch templates require version 2 of the instance metadata service.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon Web Services Foundations Benchmark",
        "5.0.0",
        "5.7",
        "Ensure that the EC2 Metadata Service only allows IMDSv2",
    ),
    remediation_steps='Set `metadata_options={"http_tokens": "required", "http_put_response_hop_limit": 1}`.',
    tags=["ec2", "credentials", "CKV_AWS_79", "AWS-0028", "AWS-0130"],
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
    validate=validate,
)
