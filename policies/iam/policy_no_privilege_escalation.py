"""No identity policy may let its holder give itself more rights."""

import pulumi_policy as pp

from policies.iam.documents import covers_action, covers_every_resource, is_allow
from policies.iam.identities import identity_statements
from policies.properties import Properties, evaluate

ESCALATING_ACTIONS = (
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreatePolicyVersion",
    "iam:DeleteRolePermissionsBoundary",
    "iam:PassRole",
    "iam:PutGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateLoginProfile",
    "sts:AssumeRole",
)


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """On named ARNs each of these can be right; on all of them it is the way to admin. `iam:*` never is right."""

    def check(statement: Properties) -> None:
        if not is_allow(statement):
            return
        if "iam:*" in [action.lower() for action in statement.texts("Action")]:
            found = ["iam:*"]
        elif covers_every_resource(statement):
            found = [action for action in ESCALATING_ACTIONS if covers_action(statement, action)]
        else:
            return
        if found:
            report_violation(f"`{statement.path}` of {args.name} must not allow {', '.join(found)} for all.", None)

    evaluate(identity_statements(args), check)


POLICY = pp.ResourceValidationPolicy(
    name="iam-policy-no-privilege-escalation",
    description="Identity policies do not let their holder gain further rights.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "MITRE ATT&CK", "16", "T1098.003", "Account Manipulation: Additional Cloud Roles"
    ),
    remediation_steps="Name the ARNs of the roles or policies in Resource, and narrow iam:PassRole by the condition "
    "key iam:PassedToService.",
    tags=["iam", "privilege", "CKV_AWS_286", "CKV_AWS_287", "CKV_AWS_289", "CKV2_AWS_40", "AWS-0342"],
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    validate=validate,
)
