"""A role for GitHub's workflows must name the repository and what in it may take the role on."""

import re

import pulumi_policy as pp

from policies.iam.federated_trust import GITHUB, demanded, issuers
from policies.iam.identities import trust_statements
from policies.properties import Properties, evaluate

_SAFE = re.compile(r"repo:[^*?/:]+/[^*?/:]+:(?:environment:[^*?]+|ref:refs/(?:heads|tags)/[^*?].*|pull_request)")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Everybody on GitHub gets tokens from this issuer, so an open claim opens the role to all of them."""

    def check(statement: Properties) -> None:
        for issuer in issuers(statement):
            if not issuer.startswith(GITHUB):
                continue
            if demanded(statement, f"{issuer}:aud", "stringequals") != ["sts.amazonaws.com"]:
                report_violation(f"`{statement.path}` of {args.name} must demand aud = sts.amazonaws.com.", None)
            subjects = demanded(statement, f"{issuer}:sub", "stringequals", "stringlike")
            open_ = [subject for subject in subjects if not _SAFE.fullmatch(subject)]
            if open_ or not subjects:
                found = ", ".join(open_) or "nothing"
                report_violation(f"`{statement.path}` of {args.name} must not demand {found} of sub.", None)

    evaluate(trust_statements(args), check)


POLICY = pp.ResourceValidationPolicy(
    name="iam-role-github-claims",
    description="Roles for GitHub workflows name a repository, and a branch, tag or environment of it.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework("MITRE ATT&CK", "16", "T1199", "Trusted Relationship"),
    remediation_steps="Demand `token.actions.githubusercontent.com:aud` = `sts.amazonaws.com` and `:sub` = "
    "`repo:<owner>/<repository>:environment:<name>` or `:ref:refs/heads/<branch>`; no wildcards before the branch.",
    tags=["iam", "ci", "CKV_AWS_393"],
    url="https://docs.github.com/en/actions/concepts/security/openid-connect",
    validate=validate,
)
