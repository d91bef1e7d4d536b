"""Pods must not reach the credentials of their node."""

import pulumi_policy as pp

from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Absence is a violation: images that require IMDSv2 raise the default to 2."""
    if args.resource_type != "aws:ec2/launchTemplate:LaunchTemplate":
        return
    options = read(args).at("metadataOptions")
    if options.text("httpEndpoint") != "disabled" and options.number("httpPutResponseHopLimit") != 1:
        report_violation(f"The launch template {args.name} must set the metadata hop limit to 1.", None)


POLICY = pp.ResourceValidationPolicy(
    name="ec2-launch-template-hop-limit",
    description="Launch templates keep instance metadata out of reach of pods.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "iam", "Restrict access to the instance profile assigned to the node"
    ),
    remediation_steps='Set `metadata_options={"http_tokens": "required", "http_put_response_hop_limit": 1}`.',
    tags=["ec2", "credentials", "CKV_AWS_341", "C-0052"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
    validate=validate,
)
