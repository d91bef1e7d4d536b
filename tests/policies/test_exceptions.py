"""Exceptions excuse what they name until they expire; a faulty one excuses nothing and is reported."""

from datetime import date

import pytest

from policies import exceptions, pack
from policies.eks import cluster_no_public_endpoint
from tests.policies.judging import Given, judge

POLICY = cluster_no_public_endpoint.POLICY
CLUSTER = Given("aws:eks/cluster:Cluster", {}, "platform")
TODAY = date(2026, 11, 21)
GOOD = {
    "policy": f'"{POLICY.name}"',
    "resource": '"urn:pulumi:dev::*::platform"',
    "reason": '"The scanner comes from outside."',
    "expires": "2027-01-31",
}


def _load(**changes: str | None) -> exceptions.Exceptions:
    fields = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    text = "[[exception]]\n" + "".join(f"{key} = {value}\n" for key, value in fields.items())
    return exceptions.load(text, {POLICY.name}, TODAY)


def test_a_documented_violation_is_not_reported() -> None:
    found = _load()

    assert found.problems == []
    assert judge(pack.enforced(POLICY, found), CLUSTER).violations == []


def test_an_exception_excuses_no_other_resource() -> None:
    other = Given("aws:eks/cluster:Cluster", {}, "other")

    assert judge(pack.enforced(POLICY, _load()), other).violations


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"expires": None}, "exception[0].expires: missing"),
        ({"reason": None}, "exception[0].reason: missing"),
        ({"reason": '" "'}, "exception[0].reason: missing"),
        ({"policy": '"eks-no-such-policy"'}, "exception[0].policy: there is no policy eks-no-such-policy"),
        (
            {"expires": "2026-11-20"},
            "exception[0].expires: 2026-11-20 is past; fix the resource or renew the exception",
        ),
        ({"expires": '"soon"'}, "exception[0].expires: 'soon' is not a date such as 2027-01-31"),
        ({"resource": '"*"'}, "exception[0].resource: names no resource; exceptions are for single resources"),
        ({"until": "2027-01-31"}, "exception[0].until: unknown key; there are policy, resource, reason, expires"),
    ],
)
def test_a_faulty_exception_is_a_violation_and_excuses_nothing(changes: dict[str, str | None], problem: str) -> None:
    found = _load(**changes)

    assert found.problems == [problem]
    assert judge(pack.exceptions_policy(found), CLUSTER).violations == [f"exceptions.toml: {problem}"]
    assert judge(pack.enforced(POLICY, found), CLUSTER).violations


@pytest.mark.parametrize("text", ["[[exception]", "exception = 1", "[exceptions]\n"])
def test_a_file_of_another_shape_is_a_violation(text: str) -> None:
    assert exceptions.load(text, {POLICY.name}, TODAY).problems


def test_the_shipped_file_is_valid() -> None:
    text = exceptions.FILE.read_text(encoding="utf-8")
    names = {policy.name for policy in pack.POLICIES}

    assert exceptions.load(text, names, TODAY).problems == []


def test_nobody_but_the_deployer_and_the_emergency_roles_is_excused_from_being_admin() -> None:
    names = {policy.name for policy in pack.POLICIES}
    shipped = exceptions.load(exceptions.FILE.read_text(encoding="utf-8"), names, TODAY)
    association = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
    access = f"urn:pulumi:prod::mlplatform::mlplatform:index:ClusterAccess${association}"
    excused = {
        name: shipped.excuse("eks-access-policy-no-cluster-admin", f"{access}::{name}")
        for name in ("access-deployer-policy", "access-admin-breakglass-policy", "access-operator-ops-policy", "mine")
    }

    assert [name for name, holds in excused.items() if holds] == [
        "access-deployer-policy",
        "access-admin-breakglass-policy",
    ]
    assert not shipped.excuse("eks-access-policy-no-cluster-admin", access.replace("ClusterAccess$", "Other$"))
