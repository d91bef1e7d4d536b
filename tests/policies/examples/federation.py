"""Examples for the policies on who gets credentials: service accounts, GitHub workflows, IAM users."""

import json

from policies.iam import role_bound_irsa, role_github_claims, user_no_long_lived_keys
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_EKS = "oidc.eks.eu-west-1.amazonaws.com/id/ABC"
_GITHUB = "token.actions.githubusercontent.com"
_FIXED = {f"{_EKS}:sub": "system:serviceaccount:iris:model", f"{_EKS}:aud": "sts.amazonaws.com"}
_MAIN = "repo:acme/platform:ref:refs/heads/main"


def _role(document: object) -> Given:
    return Given("aws:iam/role:Role", {"assumeRolePolicy": document}, "role")


def _trust(issuer: str, *conditions: tuple[str, object], **fields: object) -> dict[str, object]:
    return {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{issuer}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": dict(conditions),
        **fields,
    }


def _web(issuer: str, *conditions: tuple[str, object], **fields: object) -> Given:
    return _role(json.dumps({"Version": "2012-10-17", "Statement": [_trust(issuer, *conditions, **fields)]}))


def _github(sub: object, *, like: bool = False, aud: object = "sts.amazonaws.com") -> Given:
    subject = ("StringLike" if like else "StringEquals", {f"{_GITHUB}:sub": sub})
    audience = {f"{_GITHUB}:aud": aud}
    if like:
        return _web(_GITHUB, ("StringEquals", audience), subject)
    return _web(_GITHUB, ("StringEquals", {**audience, f"{_GITHUB}:sub": sub}))


EXAMPLES = [
    Examples(
        role_bound_irsa.POLICY,
        passing=[
            _web(_EKS, ("StringEquals", _FIXED)),
            _role({"Statement": _trust(_EKS, ("stringequals", {key.upper(): value for key, value in _FIXED.items()}))}),
            _web(_EKS, Effect="Deny"),
            _web("gitlab.com", ("StringLike", {"gitlab.com:sub": "project_path:acme/platform:*"})),
            _web(_EKS, Principal={"Service": "ec2.amazonaws.com"}),
        ],
        failing=[
            _web(_EKS),
            _web(_EKS, ("StringLike", _FIXED)),
            _web(_EKS, ("StringEqualsIfExists", _FIXED)),
            _web(_EKS, ("ForAllValues:StringEquals", _FIXED)),
            _web(_EKS, ("StringEquals", {f"{_EKS}:aud": "sts.amazonaws.com"})),
            _web(_EKS, ("StringEquals", {f"{_EKS}:sub": "system:serviceaccount:iris:model"})),
            _web(_EKS, ("StringEquals", {f"{_EKS}:sub": [], f"{_EKS}:aud": "sts.amazonaws.com"})),
            _web(_EKS, ("StringEquals", {key.replace("ABC", "OTHER"): value for key, value in _FIXED.items()})),
            _web("oidc-eks.eu-west-1.api.aws/id/ABC"),
            _role({"Statement": [_trust(_EKS, ("StringEquals", _FIXED)), _trust(_EKS)]}),
        ],
        absent=Given("aws:iam/role:Role", {}),
        absence_fails=False,
        unknown=_role(UNKNOWN),
    ),
    Examples(
        role_github_claims.POLICY,
        passing=[
            _github(_MAIN),
            _github("repo:acme/platform:environment:prod"),
            _github(["repo:acme/platform:pull_request", _MAIN]),
            _github("repo:acme/platform:ref:refs/tags/v*", like=True),
            _web(_EKS),
        ],
        failing=[
            _web(_GITHUB),
            _github("*", like=True),
            _github("repo:*", like=True),
            _github("repo:acme/*", like=True),
            _github("repo:acme/platform:*", like=True),
            _github("repo:acme/platform-*:ref:refs/heads/main", like=True),
            _github("repo:acme/platform:ref:refs/heads/*", like=True),
            _github("workflow:deploy"),
            _github([_MAIN, "repo:*"], like=True),
            _github([]),
            _github(_MAIN, aud="https://github.com/acme"),
            _web(_GITHUB, ("StringEquals", {f"{_GITHUB}:sub": _MAIN})),
            _web(_GITHUB, ("StringEquals", {f"{_GITHUB}:aud": "sts.amazonaws.com"})),
            _web(_GITHUB, ("StringEquals", {f"{_GITHUB}:aud": "sts.amazonaws.com", f"{_GITHUB}:actor": "root"})),
        ],
        absent=Given("aws:iam/role:Role", {}),
        absence_fails=False,
        unknown=_role(UNKNOWN),
    ),
    Examples(
        user_no_long_lived_keys.POLICY,
        passing=[_role(UNKNOWN), Given("aws:iam/group:Group", {"name": "people"})],
        failing=[
            Given("aws:iam/user:User", {"name": "ci"}),
            Given("aws:iam/accessKey:AccessKey", {"user": "ci"}),
            Given("aws:iam/userLoginProfile:UserLoginProfile", {"user": "ci"}),
            Given("aws:iam/serviceSpecificCredential:ServiceSpecificCredential", {"userName": "ci"}),
            Given("aws:iam/sshKey:SshKey", {"username": "ci"}),
            Given("aws:iam/signingCertificate:SigningCertificate", {"userName": "ci"}),
        ],
        absent=Given("aws:iam/user:User", {}),
        absence_fails=True,
        unknown=Given("aws:iam/accessKey:AccessKey", {"user": UNKNOWN}),  # whoever's it is
    ),
]
