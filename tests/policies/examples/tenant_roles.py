"""Examples for the policies on roles and keys of tenants: one for each, and bounded."""

import json

from policies.iam import tenant_role_boundary, tenant_role_unshared
from policies.kms import key_one_tenant
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_BOUNDARY = "arn:aws:iam::123456789012:policy/tenants"
_KEY_ARN = "arn:aws:kms:eu-west-1:123456789012:key/1"


def _namespace(name: object, resource: str = "", label: str = "mlplatform.io/tenant") -> Given:
    metadata = {"name": name, "labels": {label: "yes"}}
    return Given("kubernetes:core/v1:Namespace", {"metadata": metadata}, f"{resource or name}-namespace")


def _role(tenant: str, **props: object) -> Given:
    return Given("aws:iam/role:Role", {"name": f"tenant-{tenant}", **props}, f"{tenant}-role")


def _association(namespace: object, *roles: str, key: str = "roleArn", **props: object) -> Given:
    return Given(
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        {"namespace": namespace, key: UNKNOWN, **props},
        f"{namespace}-association",
        {key: [f"{role}-role" for role in roles]},
    )


def _account(namespace: str, arn: object, *origins: str) -> Given:
    metadata = {"namespace": namespace, "annotations": {"eks.amazonaws.com/role-arn": arn}}
    token = "kubernetes:core/v1:ServiceAccount"
    return Given(token, {"metadata": metadata}, f"{namespace}-account", {"metadata": origins})


def _tenant(name: str, **role: object) -> list[Given]:
    return [_namespace(name), _role(name, **role), _association(name, name)]


def _policy(tenant: str, policy: object, *keys: str) -> Given:
    return Given(
        "aws:iam/rolePolicy:RolePolicy",
        {"role": f"tenant-{tenant}", "policy": policy},
        f"{tenant}-decrypt",
        {"policy": keys},
    )


def _uses(tenant: str, key: str, effect: str = "Allow") -> Given:
    statement = {"Effect": effect, "Action": "kms:Decrypt", "Resource": key}
    return _policy(tenant, json.dumps({"Statement": [statement]}))


def _key(name: str, **props: object) -> Given:
    return Given("aws:kms/key:Key", {"policy": "{}", **props}, name)


_IRIS, _WINE = _tenant("iris"), _tenant("wine")
_ARN = "arn:aws:iam::123456789012:role/tenant-iris"
_FOREIGN = "arn:aws:iam::210987654321:role/data"

EXAMPLES = [
    Examples(
        tenant_role_unshared.POLICY,
        passing=[
            [*_IRIS, *_WINE],
            [
                *_IRIS,
                Given(
                    "aws:eks/podIdentityAssociation:PodIdentityAssociation", _IRIS[2].props, "second", _IRIS[2].origins
                ),
            ],
            [*_IRIS, _account("iris", _ARN)],
            [_account("", _ARN), _account("default", _ARN)],
            [_account("iris", _ARN), _account("wine", _ARN.replace("iris", "wine"))],
            [
                Given("kubernetes:core/v1:ServiceAccount", {"metadata": {"namespace": name}}, name)
                for name in ("a", "b")
            ],
        ],
        failing=[
            [*_IRIS, _association("wine", "iris")],
            [*_IRIS, _association("wine", roleArn=_ARN)],
            [_association("iris", roleArn=_FOREIGN), _association("wine", roleArn=_FOREIGN)],
            [*_IRIS, _account("wine", _ARN)],
            [*_IRIS, _account("wine", UNKNOWN, "iris-role")],
            [
                *_IRIS,
                *_WINE[:2],
                _association("wine", "wine", targetRoleArn=_FOREIGN),
                _association("kube-system", key="targetRoleArn", targetRoleArn=_FOREIGN),
            ],
            [_association("other"), *_IRIS, _association("wine", "iris")],
            [*_IRIS, _account("", _ARN)],
        ],
        absent=Given("aws:eks/podIdentityAssociation:PodIdentityAssociation", {"namespace": "iris"}),
        absence_fails=False,
        unknown=_association("iris"),
    ),
    Examples(
        tenant_role_boundary.POLICY,
        passing=[
            _tenant("iris", permissionsBoundary=_BOUNDARY),
            _tenant("iris", permissionsBoundary=UNKNOWN),
            [_role("node")],
            [_namespace("tools", label="team"), _role("tools"), _association("tools", "tools")],
        ],
        failing=[
            _IRIS,
            [*_tenant("iris", permissionsBoundary=_BOUNDARY), *_WINE],
            [_namespace("iris"), _role("iris"), _association("iris", roleArn=_ARN)],
            [
                _namespace(UNKNOWN, "iris"),
                _role("iris"),
                Given(
                    _association("iris").type,
                    {"namespace": UNKNOWN, "roleArn": UNKNOWN},
                    "association",
                    {"namespace": ["iris-namespace"], "roleArn": ["iris-role"]},
                ),
            ],
        ],
        absent=_IRIS,
        absence_fails=True,
        unknown=[
            _namespace("iris", label="team"),
            Given("kubernetes:core/v1:Namespace", {"metadata": UNKNOWN}, "wine"),
        ],
    ),
    Examples(
        key_one_tenant.POLICY,
        passing=[
            [*_IRIS, *_WINE, _key("a"), _key("b"), _policy("iris", UNKNOWN, "a"), _policy("wine", UNKNOWN, "b")],
            [*_IRIS, *_WINE, _uses("iris", _KEY_ARN), _uses("wine", f"{_KEY_ARN}2")],
            [*_IRIS, *_WINE, _uses("iris", _KEY_ARN), _uses("wine", _KEY_ARN, "Deny")],
            [*_IRIS, _role("tool"), _key("a"), _policy("iris", UNKNOWN, "a"), _policy("tool", UNKNOWN, "a")],
            [*_IRIS, _key("a"), _policy("iris", UNKNOWN, "a"), _uses("iris", _KEY_ARN)],
        ],
        failing=[
            [*_IRIS, *_WINE, _key("a"), _policy("iris", UNKNOWN, "a"), _policy("wine", UNKNOWN, "a")],
            [*_IRIS, *_WINE, _key("a"), _key("b"), _policy("iris", UNKNOWN, "a"), _policy("wine", UNKNOWN, "b", "a")],
            [*_IRIS, *_WINE, _uses("iris", _KEY_ARN), _uses("wine", _KEY_ARN)],
            [*_IRIS, *_WINE, _key("a", arn=_KEY_ARN), _policy("iris", UNKNOWN, "a"), _uses("wine", _KEY_ARN)],
            [*_IRIS, *_WINE, _policy("iris", UNKNOWN), _uses("iris", _KEY_ARN), _uses("wine", _KEY_ARN)],
        ],
        absent=[*_IRIS, *_WINE],
        absence_fails=False,
        unknown=[*_IRIS, *_WINE, _policy("iris", UNKNOWN)],
    ),
]
