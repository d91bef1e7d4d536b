"""The boundary of tenants: wide enough for what tenants are granted, too narrow for anything else."""

import json
from typing import Any

import pytest

from components.tenant_boundary import boundary
from policies.iam.documents import matches
from stacks import settings
from tests.recording import record_environment

ROLE_POLICY, POLICY = "aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"
DOCUMENT = boundary(
    "aws", "eu-west-1", "123456789012", "models", "ml-t-", shared_buckets=["corpora"], key_arns=[KEY, KEY]
)
OWN = "${aws:PrincipalTag/kubernetes-namespace}"


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _allows(document: str, namespace: str, action: str, resource: str) -> bool:
    statements: list[Any] = json.loads(document)["Statement"]
    return any(
        any(matches(pattern, action) for pattern in _listed(statement["Action"]))
        and any(
            matches(pattern.replace("${aws:PrincipalTag/kubernetes-namespace}", namespace), resource)
            for pattern in _listed(statement["Resource"])
        )
        for statement in statements
        if statement["Effect"] == "Allow"
    )


@pytest.mark.parametrize("environment", settings.environments())
def test_everything_that_a_tenant_is_granted_lies_within_the_boundary(environment: str) -> None:
    recorded = record_environment(environment, preview=False)
    [document] = [each.props["policy"] for each in recorded if each.type == POLICY]
    granted = [
        (each.name.split("-")[1], action, resource)
        for each in recorded
        if each.type == ROLE_POLICY and each.name.startswith("tenant-")
        for statement in json.loads(each.props["policy"])["Statement"]
        if statement["Effect"] == "Allow"
        for action in _listed(statement["Action"])
        for resource in _listed(statement["Resource"])
    ]

    assert {"s3:GetObject", "s3:ListBucket", "kms:Decrypt"} <= {action for _, action, _ in granted}
    assert [grant for grant in granted if not _allows(document, *grant)] == []


def test_a_tenant_reaches_its_own_prefix_and_granted_buckets_only() -> None:
    own, granted = "arn:aws:s3:::models/iris/v1/model.bin", "arn:aws:s3:::corpora/2026/a.parquet"

    assert all(_allows(DOCUMENT, "iris", action, own) for action in ("s3:GetObject", "s3:PutObject"))
    assert _allows(DOCUMENT, "iris", "s3:GetObject", granted)
    assert not _allows(DOCUMENT, "wine", "s3:GetObject", own)
    assert not _allows(DOCUMENT, "iri", "s3:GetObject", own)
    assert _allows(DOCUMENT, "iris", "s3:GetObject", "arn:aws:s3:::ml-t-iris/iris/v1/model.bin")
    assert not _allows(DOCUMENT, "wine", "s3:GetObject", "arn:aws:s3:::ml-t-iris/wine/v1/model.bin")
    assert not _allows(DOCUMENT, "iris", "s3:GetObject", "arn:aws:s3:::others/iris/v1/model.bin")


def test_names_are_listed_below_the_own_prefix_only() -> None:
    listing = [each for each in json.loads(DOCUMENT)["Statement"] if each["Action"] == "s3:ListBucket"]

    assert [(each["Resource"], each.get("Condition")) for each in listing] == [
        (["arn:aws:s3:::models", f"arn:aws:s3:::ml-t-{OWN}"], {"StringLike": {"s3:prefix": f"{OWN}/*"}}),
        (["arn:aws:s3:::corpora"], None),
    ]


def test_keys_are_used_by_way_of_s3_only() -> None:
    own, keys = [each for each in json.loads(DOCUMENT)["Statement"] if "kms:Decrypt" in each["Action"]]

    assert keys["Resource"] == [KEY]
    assert keys["Condition"] == {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}
    assert own["Condition"] == {
        **keys["Condition"],
        "StringLike": {"kms:EncryptionContext:aws:s3:arn": [f"arn:aws:s3:::ml-t-{OWN}", f"arn:aws:s3:::ml-t-{OWN}/*"]},
    }


@pytest.mark.parametrize("action", ["s3:PutBucketPolicy", "iam:PassRole", "sts:AssumeRole", "kms:PutKeyPolicy"])
def test_nothing_else_is_within_the_boundary(action: str) -> None:
    assert not _allows(DOCUMENT, "iris", action, "*")
    assert not _allows(DOCUMENT, "iris", action, "arn:aws:s3:::models")
    assert not _allows(DOCUMENT, "iris", action, KEY)


@pytest.mark.parametrize("environment", settings.environments())
def test_every_tenants_role_has_the_boundary(environment: str) -> None:
    recorded = record_environment(environment)
    [policy] = [each.urn for each in recorded if each.type == POLICY]
    roles = [each for each in recorded if each.type == "aws:iam/role:Role" and each.name.startswith("tenant-")]

    assert len(roles) == len(settings.load(environment).tenants)
    assert all(role.property_dependencies["permissionsBoundary"] == (policy,) for role in roles)
