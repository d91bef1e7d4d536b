"""Examples for the policies on IAM, KMS and ECR: everything that holds a policy document."""

import json

from policies.ecr import repository_no_public_pull
from policies.iam import (
    policy_no_full_admin,
    policy_no_privilege_escalation,
    policy_no_wildcard_data_access,
    role_bound_pod_identity,
    role_no_admin_attachment,
    role_no_open_trust,
    tenant_role_bounded,
)
from policies.kms import key_no_public_policy, key_rotation
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
_ACCOUNT = "arn:aws:iam::123456789012:root"


def _document(*statements: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def _identity(action: object, resource: object = "*", **fields: object) -> Given:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **fields}
    return Given(_ROLE_POLICY, {"policy": _document(statement)})


def _for_objects(arn: str) -> object:
    return {"StringLike": {"kms:EncryptionContext:aws:s3:arn": [arn, f"{arn}/*"]}}


def _not(**fields: object) -> Given:
    return Given("aws:iam/policy:Policy", {"policy": _document({"Effect": "Allow", **fields})})


def _role(*statements: object, **props: object) -> Given:
    return Given("aws:iam/role:Role", {"assumeRolePolicy": _document(*statements), **props})


def _trust(principal: object, condition: object = None) -> dict[str, object]:
    trust = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return trust if condition is None else {**trust, "Condition": condition}


def _attachment(policy: str) -> Given:
    return Given("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {"policyArn": policy})


_POD = {"Service": "pods.eks.amazonaws.com"}
_TAGS = {
    "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-west-1:123456789012:cluster/dev",
    "aws:RequestTag/kubernetes-namespace": "iris",
    "aws:RequestTag/kubernetes-service-account": "model",
}
_KEY = "aws:kms/key:Key"
_REPOSITORY = "aws:ecr/repositoryPolicy:RepositoryPolicy"


def _key(principal: object, **fields: object) -> Given:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "kms:*", "Resource": "*", **fields}
    return Given(_KEY, {"policy": _document(statement)})


def _tenant(name: str, *resources: str, deny: bool = True) -> list[Given]:
    own = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": list(resources)}
    rest = {"Effect": "Deny", "Action": "s3:*", "NotResource": list(resources)}
    return [
        Given(
            "kubernetes:core/v1:Namespace",
            {"metadata": {"name": name, "labels": {"mlplatform.io/tenant": name}}},
            f"{name}-namespace",
        ),
        Given(
            "aws:eks/podIdentityAssociation:PodIdentityAssociation",
            {"namespace": name, "roleArn": UNKNOWN},
            f"{name}-association",
            {"roleArn": [f"{name}-role"]},
        ),
        Given("aws:iam/role:Role", {}, f"{name}-role"),
        Given(
            _ROLE_POLICY,
            {"role": UNKNOWN, "policy": _document(own, rest) if deny else _document(own)},
            f"{name}-data",
            {"role": [f"{name}-role"]},
        ),
    ]


_MODELS = "arn:aws:s3:::models"
_DECRYPT = Given(_ROLE_POLICY, {"role": UNKNOWN, "policy": UNKNOWN}, "decrypt", {"role": ["iris-role"]})

EXAMPLES = [
    Examples(
        policy_no_full_admin.POLICY,
        passing=[
            _identity("s3:*", "arn:aws:s3:::models/*"),
            _identity("ec2:Describe*"),
            _identity("*", Effect="Deny"),
            Given(_ROLE_POLICY, {"policy": {"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}}),
        ],
        failing=[
            _identity("*"),
            _identity(["s3:GetObject", "*"], ["*"]),
            _identity("*:*"),
            _not(NotAction="iam:*", Resource="*"),
            _not(Action="*", NotResource="arn:aws:s3:::audit"),
            Given(_ROLE_POLICY, {"policy": {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}}),
            _role(
                _trust(_POD),
                inlinePolicies=[{"policy": _document({"Effect": "Allow", "Action": "*", "Resource": "*"})}],
            ),
        ],
        absent=Given(_ROLE_POLICY, {}),
        absence_fails=False,
        unknown=Given(_ROLE_POLICY, {"policy": UNKNOWN}),
    ),
    Examples(
        policy_no_wildcard_data_access.POLICY,
        passing=[
            _identity("s3:GetObject", "arn:aws:s3:::models/*"),
            _identity(["ec2:DescribeInstances", "ecr:GetAuthorizationToken"]),
            _identity("kms:Decrypt", "arn:aws:kms:eu-west-1:123456789012:key/abc"),
            _identity("kms:Decrypt", "arn:aws:kms:*:*:key/*", Condition=_for_objects("arn:aws:s3:::ml-t-iris")),
        ],
        failing=[
            _identity("kms:Decrypt", "arn:aws:kms:*:*:key/*", Condition=_for_objects("arn:aws:s3:::*")),
            _identity("kms:*", "arn:aws:kms:*:*:key/*", Condition=_for_objects("arn:aws:s3:::ml-t-iris")),
            _identity("s3:*"),
            _identity("S3:Get*", "arn:aws:s3:::*"),
            _identity(["kms:Decrypt"], "arn:aws:kms:*:*:key/*"),
            _not(NotAction="ec2:*", Resource="*"),
        ],
        absent=Given(_ROLE_POLICY, {}),
        absence_fails=False,
        unknown=Given(_ROLE_POLICY, {"policy": UNKNOWN}),
    ),
    Examples(
        policy_no_privilege_escalation.POLICY,
        passing=[
            _identity("iam:PassRole", "arn:aws:iam::123456789012:role/nodes"),
            _identity(["iam:GetRole", "iam:ListRoles"]),
            _identity("iam:*", Effect="Deny"),
        ],
        failing=[
            _identity("iam:PassRole"),
            _identity("iam:PassRole", "arn:aws:iam::123456789012:role/*"),
            _identity("iam:Put*", ["*"]),
            _identity("iam:*", "arn:aws:iam::123456789012:role/nodes"),
            _not(NotAction=["s3:*"], Resource="*"),
        ],
        absent=Given(_ROLE_POLICY, {}),
        absence_fails=False,
        unknown=Given(
            _ROLE_POLICY, {"policy": {"Statement": [{"Effect": "Allow", "Action": UNKNOWN, "Resource": "*"}]}}
        ),
    ),
    Examples(
        role_no_admin_attachment.POLICY,
        passing=[_attachment("arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy")],
        failing=[
            _attachment("arn:aws:iam::aws:policy/AdministratorAccess"),
            _attachment("arn:aws-us-gov:iam::aws:policy/IAMFullAccess"),
            _role(_trust(_POD), managedPolicyArns=["arn:aws:iam::aws:policy/PowerUserAccess"]),
            _role(_trust(_POD), managedPolicyArns=[UNKNOWN, "arn:aws:iam::aws:policy/PowerUserAccess"]),
        ],
        absent=Given("aws:iam/role:Role", {}),
        absence_fails=False,
        unknown=_attachment(UNKNOWN),
    ),
    Examples(
        role_no_open_trust.POLICY,
        passing=[_role(_trust({"Service": "ec2.amazonaws.com"})), _role(_trust({"AWS": _ACCOUNT}))],
        failing=[
            _role(_trust("*")),
            _role(_trust({"AWS": "*"})),
            _role(_trust({"Service": ["*"]})),
            _role(_trust({"AWS": "*"}, {"StringEquals": {"sts:ExternalId": "guess"}})),
        ],
        absent=Given("aws:iam/role:Role", {}),
        absence_fails=False,
        unknown=Given("aws:iam/role:Role", {"assumeRolePolicy": UNKNOWN}),
    ),
    Examples(
        role_bound_pod_identity.POLICY,
        passing=[_role(_trust(_POD, {"StringEquals": _TAGS})), _role(_trust({"Service": "ec2.amazonaws.com"}))],
        failing=[
            _role(_trust(_POD)),
            _role(_trust(_POD, {"StringEquals": {k: v for k, v in _TAGS.items() if "cluster" not in k}})),
            _role(_trust(_POD, {"StringLike": {**_TAGS, "aws:RequestTag/kubernetes-namespace": "*"}})),
            _role(_trust(_POD, {"StringEqualsIfExists": _TAGS})),
        ],
        absent=Given("aws:iam/role:Role", {}),
        absence_fails=False,
        unknown=Given("aws:iam/role:Role", {"assumeRolePolicy": UNKNOWN}),
    ),
    Examples(
        key_no_public_policy.POLICY,
        passing=[
            _key({"AWS": _ACCOUNT}),
            _key("*", Condition={"StringEquals": {"kms:CallerAccount": "123456789012"}}),
        ],
        failing=[
            _key("*"),
            _key({"AWS": ["*"]}),
            _key("*", Condition={"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}),
        ],
        absent=Given(_KEY, {}),
        absence_fails=False,
        unknown=Given(_KEY, {"policy": UNKNOWN}),
    ),
    Examples(
        key_rotation.POLICY,
        passing=[Given(_KEY, {"enableKeyRotation": True}), Given(_KEY, {"customerMasterKeySpec": "RSA_4096"})],
        failing=[Given(_KEY, {"enableKeyRotation": False})],
        absent=Given(_KEY, {}),
        absence_fails=True,
        unknown=Given(_KEY, {"enableKeyRotation": UNKNOWN}),
    ),
    Examples(
        repository_no_public_pull.POLICY,
        passing=[Given(_REPOSITORY, {"policy": _document(_trust({"AWS": _ACCOUNT}))})],
        failing=[
            Given(_REPOSITORY, {"policy": _document(_trust("*"))}),
            Given("aws:ecr/registryPolicy:RegistryPolicy", {"policy": _document(_trust({"AWS": "*"}))}),
            Given("aws:ecrpublic/repository:Repository", {"repositoryName": "models"}),
        ],
        absent=Given(_REPOSITORY, {}),
        absence_fails=False,
        unknown=Given(_REPOSITORY, {"policy": UNKNOWN}),
    ),
    Examples(
        tenant_role_bounded.POLICY,
        passing=[
            [*_tenant("iris", f"{_MODELS}/iris/*"), *_tenant("wine", f"{_MODELS}/wine/*")],
            [_identity("s3:GetObject", f"{_MODELS}/*")],
        ],
        failing=[
            _tenant("iris", f"{_MODELS}/iris/*", deny=False),
            [*_tenant("iris", f"{_MODELS}/iris/*", deny=False), _DECRYPT],
            [*_tenant("iris", f"{_MODELS}/*"), *_tenant("wine", f"{_MODELS}/wine/*")],
            [*_tenant("model1", f"{_MODELS}/model1*"), *_tenant("model10", f"{_MODELS}/model10/*")],
            [*_tenant("iris", "*"), *_tenant("wine", f"{_MODELS}/wine/*")],
            [*_tenant("iris", "*"), *_tenant("wine", f"{_MODELS}/wine/*"), _DECRYPT],
        ],
        absent=_tenant("iris"),
        absence_fails=False,
        unknown=[*_tenant("iris", f"{_MODELS}/iris/*"), _DECRYPT],
    ),
]
