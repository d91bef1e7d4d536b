"""IAM's rules of evaluation, as its user guide documents them."""

import json
from typing import Any

import pytest

from reachability import iam, managed_policies
from reachability.conditions import listed
from reachability.iam import Decision, Document, Request

ROLE = "arn:aws:iam::111122223333:role/tenant"
OBJECT = "arn:aws:s3:::models/iris/v1"


def document(*statements: dict[str, Any]) -> Document:
    filled = [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"} | one for one in statements]
    return Document("policy", json.dumps({"Version": "2012-10-17", "Statement": filled}))


def asked(action: str = "s3:GetObject", resource: str = OBJECT, /, **context: str | None) -> Request:
    keys = {key.replace("__", ":").replace("_", "-"): value for key, value in context.items()}
    return Request(action, resource, ROLE, keys)


def allowed(*statements: dict[str, Any], request: Request | None = None) -> bool | None:
    return iam.identity_decision([document(*statements)], None, request or asked()).allowed


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({}, True),
        ({"Action": "S3:getobject"}, True),
        ({"Action": "s3:Get*"}, True),
        ({"Action": ["s3:PutObject", "s3:?etObject"]}, True),
        ({"Action": "s3:PutObject"}, False),
        ({"Action": "kms:*"}, False),
        ({"Resource": "arn:aws:s3:::models/iris/*"}, True),
        ({"Resource": "arn:aws:s3:::models/IRIS/*"}, False),
        ({"Resource": "arn:aws:s3:::models/[i]ris/*"}, False),
    ],
)
def test_actions_ignore_case_and_resources_do_not(statement: dict[str, Any], *, expected: bool) -> None:
    assert allowed(statement) is expected


def test_without_an_allow_everything_is_denied() -> None:
    assert iam.identity_decision([], None, asked()) == Decision(
        allowed=False, because="no policy of the role allows it"
    )


def test_an_explicit_deny_wins() -> None:
    assert allowed({}, {"Effect": "Deny", "Sid": "Never"}) is False


def test_not_action_and_not_resource_are_everything_else() -> None:
    statement = {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}
    policy = Document("policy", json.dumps({"Statement": statement}))
    assert iam.identity_decision([policy], None, asked()).allowed is True
    assert iam.identity_decision([policy], None, asked("iam:PassRole")).allowed is False
    outside = Document(
        "policy",
        json.dumps({"Statement": [{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::models/iris/*"}]}),
    )
    assert iam.identity_decision([outside], None, asked()).allowed is False


@pytest.mark.parametrize(
    ("condition", "context", "expected"),
    [
        ({"StringEquals": {"s3:prefix": "iris/"}}, {"s3__prefix": "iris/"}, True),
        ({"StringEquals": {"S3:Prefix": "iris/"}}, {"s3__prefix": "IRIS/"}, False),
        ({"StringEquals": {"s3:prefix": "iris/"}}, {"s3__prefix": None}, False),
        ({"StringEquals": {"s3:prefix": "iris/"}}, {}, None),
        ({"StringEqualsIfExists": {"s3:prefix": "iris/"}}, {"s3__prefix": None}, True),
        ({"StringNotEquals": {"s3:prefix": "iris/"}}, {"s3__prefix": None}, True),
        ({"StringNotEquals": {"s3:prefix": ["a", "b"]}}, {"s3__prefix": "b"}, False),
        ({"StringLike": {"s3:prefix": ["a/*", "b/*"]}}, {"s3__prefix": "b/c"}, True),
        ({"Null": {"s3:prefix": "true"}}, {"s3__prefix": None}, True),
        ({"Null": {"s3:prefix": "false"}}, {"s3__prefix": None}, False),
        ({"Bool": {"aws:SecureTransport": "false"}}, {"aws__securetransport": "true"}, False),
        ({"Bool": {"aws:SecureTransport": False}}, {"aws__securetransport": "false"}, True),
        (
            {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/x"}},
            {"aws__principalarn": "arn:aws:iam::1:role/x"},
            True,
        ),
        ({"ArnLike": {"aws:PrincipalArn": "arn:*"}}, {"aws__principalarn": "arn:aws:iam::1:role/x"}, False),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, {"aws__sourceip": "10.1.2.3"}, True),
        ({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, {"aws__sourceip": "10.1.2.3"}, False),
        ({"NumericLessThan": {"s3:max-keys": 10}}, {"s3__max_keys": "9"}, True),
        ({"StringEquals": {"a:x": "1"}, "Bool": {"a:y": "true"}}, {"a__x": "1", "a__y": "false"}, False),
        ({"SomethingNew": {"a:x": "1"}}, {"a__x": "1"}, None),
    ],
)
def test_conditions(condition: dict[str, Any], context: dict[str, str | None], *, expected: bool | None) -> None:
    assert allowed({"Condition": condition}, request=asked(**context)) is expected


def test_variables_stand_for_the_requests_own_values() -> None:
    statement = {"Resource": "arn:aws:s3:::models/${aws:PrincipalTag/team}/*"}
    tagged = Request("s3:GetObject", OBJECT, ROLE, {"aws:principaltag/team": "iris"})
    other = Request("s3:GetObject", OBJECT, ROLE, {"aws:principaltag/team": "fraud"})
    without = Request("s3:GetObject", OBJECT, ROLE, {"aws:principaltag/team": None})
    assert allowed(statement, request=tagged) is True
    assert allowed(statement, request=other) is False
    assert allowed(statement, request=without) is False
    assert allowed(statement) is None


def test_a_condition_that_nobody_knows_neither_allows_nor_denies_for_sure() -> None:
    perhaps = {"Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}
    assert allowed(perhaps) is None
    assert allowed({}, {"Effect": "Deny"} | perhaps) is None


def test_a_boundary_bounds_and_allows_nothing_by_itself() -> None:
    everything, reading = document({"Action": "*"}), document({"Action": "s3:Get*"})
    assert iam.identity_decision([everything], reading, asked()).allowed is True
    assert iam.identity_decision([everything], reading, asked("s3:PutObject")).allowed is False
    assert iam.identity_decision([], everything, asked()).allowed is False


def for_principal(principal: object, **more: Any) -> Document:
    return document({"Principal": principal} | more)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (for_principal({"AWS": ROLE}), True),
        (for_principal("*"), True),
        (for_principal({"AWS": "*"}), True),
        (for_principal({"AWS": f"{ROLE}-2"}), False),
        (for_principal({"Service": "logging.s3.amazonaws.com"}), False),
        (for_principal({"AWS": "arn:aws:iam::111122223333:root"}), False),
    ],
)
def test_a_resources_policy_may_allow_what_the_identity_does_not_forbid(policy: Document, *, expected: bool) -> None:
    nothing = iam.identity_decision([], None, asked())
    assert iam.decide(nothing, policy, asked()).allowed is expected
    forbidden = iam.identity_decision([document({"Effect": "Deny"})], None, asked())
    assert iam.decide(forbidden, policy, asked()).allowed is False


@pytest.mark.parametrize("principal", ["*", {"AWS": ROLE}, {"AWS": "111122223333"}])
def test_a_resources_policy_denies_whom_it_names(principal: object) -> None:
    yes = iam.identity_decision([document({})], None, asked())
    assert iam.decide(yes, for_principal(principal, Effect="Deny"), asked()).allowed is False


@pytest.mark.parametrize(
    ("key_policy", "of_the_role", "expected"),
    [
        (
            for_principal({"AWS": "arn:aws:iam::111122223333:root"}, Action="kms:*"),
            [document({"Action": "kms:Decrypt"})],
            True,
        ),
        (for_principal({"AWS": "arn:aws:iam::111122223333:root"}, Action="kms:*"), [], False),
        (for_principal({"AWS": ROLE}, Action="kms:Decrypt"), [], True),
        (for_principal({"AWS": ROLE}, Action="kms:Decrypt"), [document({"Effect": "Deny", "Action": "*"})], False),
        (for_principal({"AWS": f"{ROLE}-2"}, Action="kms:*"), [document({"Action": "kms:*"})], False),
    ],
)
def test_a_key_is_used_by_whom_its_policy_lets(
    key_policy: Document, of_the_role: list[Document], *, expected: bool
) -> None:
    request = asked("kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/1")
    identity = iam.identity_decision(of_the_role, None, request)
    assert iam.decide_by_key_policy(identity, key_policy, request).allowed is expected


def test_a_policy_that_is_not_known_yet_may_allow() -> None:
    assert iam.identity_decision([Document("later", None)], None, asked()).allowed is None


def test_the_table_of_managed_policies_covers_what_aws_publishes() -> None:
    from moto.iam.aws_managed_policies import aws_managed_policies_data  # noqa: PLC0415 17 MB

    published = json.loads(aws_managed_policies_data)
    compared = 0
    for name in ("AmazonEKSClusterPolicy", "AmazonEKS_CNI_Policy", "AmazonEKSWorkerNodePolicy"):
        text = managed_policies.text_of(f"arn:aws:iam::aws:policy/{name}")
        assert text
        for statement in iam.statements(json.dumps(published[name]["Document"])):
            for action in map(str, listed(statement["Action"])):
                request = asked(action.replace("*", "x"), "arn:aws:any:::thing")
                assert iam.identity_decision([Document(name, text)], None, request).allowed is True, (name, action)
                compared += 1
    assert compared > 50
