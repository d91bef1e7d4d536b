"""A role for service accounts (IRSA) must name them."""

import re

import pulumi_policy as pp

from policies.iam.federated_trust import demanded, issuers
from policies.iam.identities import trust_statements
from policies.properties import Properties, evaluate

_EKS = re.compile(r"oidc[.-]eks\.")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Without `sub` every pod of the cluster gets the role; without `aud` so does a token meant for something else."""

    def check(statement: Properties) -> None:
        for issuer in filter(_EKS.match, issuers(statement)):
            missing = [
                claim for claim in ("sub", "aud") if not demanded(statement, f"{issuer}:{claim}", "stringequals")
            ]
            if missing:
                report_violation(f"`{statement.path}` of {args.name} must fix {' and '.join(missing)}.", None)

    evaluate(trust_statements(args), check)


POLICY = pp.ResourceValidationPolicy(
    name="iam-role-bound-irsa",
    description="Roles for service accounts fix the service account and the audience of the token.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide",
        "2025",
        "iam",
        "IAM roles for service accounts: restrict the trust policy to a service account",
    ),
    remediation_steps="Add to the trust policy a StringEquals condition on `<issuer>:sub` = "
    "`system:serviceaccount:<namespace>:<name>` and `<issuer>:aud` = `sts.amazonaws.com`.",
    tags=["iam", "eks", "tenant"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
    validate=validate,
)
