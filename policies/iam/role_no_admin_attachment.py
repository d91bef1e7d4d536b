"""No role may hold AWS's own administrator policies."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate
from policies.resources import read

ADMIN_POLICIES = ("AdministratorAccess", "IAMFullAccess", "PowerUserAccess")
_ATTACHMENTS = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
    "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
    "aws:iam/role:Role": "managedPolicyArns",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
}


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Compared by the policy's own name: partition and path differ."""
    if args.resource_type not in _ATTACHMENTS:
        return

    def check(policy_arn: Properties) -> None:
        name = policy_arn.text().rsplit("/", maxsplit=1)[-1]
        if name in ADMIN_POLICIES:
            report_violation(f"{args.name} must not attach {name}.", None)

    evaluate(read(args).each(_ATTACHMENTS[args.resource_type]), check)


POLICY = pp.ResourceValidationPolicy(
    name="iam-role-no-admin-attachment",
    description="No role, user or group holds AdministratorAccess, IAMFullAccess or PowerUserAccess.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "IAM.1",
        "IAM policies should not allow full * administrative privileges",
    ),
    remediation_steps="Attach a policy that lists the actions and ARNs which the role needs.",
    tags=["iam", "privilege", "CKV_AWS_274", "CKV2_AWS_56"],
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    validate=validate,
)
