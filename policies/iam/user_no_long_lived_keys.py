"""Nobody must hold AWS credentials that never expire."""

import pulumi_policy as pp

LASTING = (
    "aws:iam/user:User",
    "aws:iam/accessKey:AccessKey",
    "aws:iam/userLoginProfile:UserLoginProfile",
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
    "aws:iam/sshKey:SshKey",
    "aws:iam/signingCertificate:SigningCertificate",
)


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A key that leaks works until somebody notices, and the secret of one made here lies in Pulumi's state."""
    if args.resource_type in LASTING:
        report_violation(f"{args.name} must not be declared: people and programs take on roles.", None)


POLICY = pp.ResourceValidationPolicy(
    name="iam-user-no-long-lived-keys",
    description="No IAM users and no credentials that never expire.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC02-BP02", "Use temporary credentials"
    ),
    remediation_steps="Use a role: IAM Identity Center for people, Pod Identity for pods, OIDC for CI.",
    tags=["iam", "credentials", "CKV_AWS_273", "AWS-0143"],
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles",
    validate=validate,
)
