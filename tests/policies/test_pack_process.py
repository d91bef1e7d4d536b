"""The pack as the engine runs it: levels by stack, remedies in messages, unknown values, inputs for stack policies."""

import json
from collections.abc import Iterator
from typing import cast

import pytest

from policies.rules import POLICIES
from tests.policies.judging import UNKNOWN, Given
from tests.policies.pack_process import Diagnostic, PackProcess, pack_process

PUBLIC_CLUSTER = Given(
    "aws:eks/cluster:Cluster",
    {"vpcConfig": {"endpointPublicAccess": True, "endpointPrivateAccess": True, "publicAccessCidrs": ["10.0.0.0/8"]}},
    "platform",
)
NAMESPACE = Given(
    "kubernetes:core/v1:Namespace", {"metadata": {"name": "iris", "labels": {"mlplatform/tenant": "iris"}}}, "iris"
)
PUBLIC_ENDPOINT = "eks-cluster-no-public-endpoint"
DEFAULT_DENY = "kubernetes-namespace-default-deny"
KNOWN_ACCOUNTS = "s3-bucket-policy-known-accounts"


@pytest.fixture(scope="module")
def pack() -> Iterator[PackProcess]:
    with pack_process("dev") as process:
        process.configure()
        yield process


def _of(policy: str, found: list[Diagnostic]) -> list[Diagnostic]:
    return [each for each in found if each.policy == policy]


@pytest.mark.parametrize(
    ("stack", "level"),
    [
        ("dev", "ADVISORY"),
        ("prod", "MANDATORY"),
        ("prod-fraud", "MANDATORY"),
        ("qa", "MANDATORY"),
        (None, "MANDATORY"),
    ],
)
def test_the_stack_decides_how_strict_a_policy_is(stack: str | None, level: str) -> None:
    with pack_process(stack) as pack:
        pack.configure()

        assert [each.level for each in _of(PUBLIC_ENDPOINT, pack.analyze(PUBLIC_CLUSTER))] == [level]


def test_the_engine_may_override_a_level() -> None:
    with pack_process("prod") as pack:
        pack.configure({PUBLIC_ENDPOINT: "DISABLED"})

        assert _of(PUBLIC_ENDPOINT, pack.analyze(PUBLIC_CLUSTER)) == []


def test_the_engine_tells_a_policy_what_its_configuration_lists() -> None:
    statement = {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": "s3:GetObject", "Resource": "*"}
    partner = Given(
        "aws:s3/bucketPolicy:BucketPolicy",
        {"policy": json.dumps({"Statement": [statement]})},
        provider={"allowedAccountIds": '["123456789012"]'},
    )
    with pack_process("prod") as pack:
        pack.configure()
        strict = _of(KNOWN_ACCOUNTS, pack.analyze(partner))
        pack.configure(properties={KNOWN_ACCOUNTS: {"accounts": ["210987654321"]}})

        assert [each.level for each in strict] == ["MANDATORY"]
        assert _of(KNOWN_ACCOUNTS, pack.analyze(partner)) == []


def test_a_violation_names_its_policy_its_resource_and_its_remedy(pack: PackProcess) -> None:
    [found] = _of(PUBLIC_ENDPOINT, pack.analyze(PUBLIC_CLUSTER))

    assert "The EKS cluster platform must not have a public endpoint." in found.text
    assert "Fix: Set `endpoint_public_access=False`" in found.text
    assert found.severity == "POLICY_SEVERITY_CRITICAL"


def test_what_is_not_known_yet_is_an_advisory_note_that_names_it(pack: PackProcess) -> None:
    unknown = Given("aws:iam/role:Role", {"assumeRolePolicy": UNKNOWN}, "nodes")
    [found] = _of("iam-role-no-open-trust", pack.analyze(unknown))

    assert found.level == "ADVISORY"
    assert "'iam-role-no-open-trust'" in found.text
    assert "not evaluated: `assumeRolePolicy` of nodes is not known yet" in found.text


def test_stack_policies_judge_what_was_asked_for_while_outputs_are_empty() -> None:
    unanswered = Given(NAMESPACE.type, {}, NAMESPACE.name)
    with pack_process("dev") as pack:
        pack.configure()
        pack.analyze(NAMESPACE)
        [found] = _of(DEFAULT_DENY, pack.analyze_stack({NAMESPACE.urn: unanswered}))

    assert (found.level, found.urn) == ("MANDATORY", NAMESPACE.urn)


def test_stack_policies_do_not_take_empty_outputs_for_absence() -> None:
    unanswered = Given(NAMESPACE.type, {}, NAMESPACE.name)
    with pack_process("dev") as pack:
        pack.configure()
        [found] = _of(DEFAULT_DENY, pack.analyze_stack({NAMESPACE.urn: unanswered}))

    assert found.level == "ADVISORY"
    assert "not evaluated: `every property` of iris is not known yet" in found.text


def test_the_engine_gets_name_remedy_and_framework_of_every_policy(pack: PackProcess) -> None:
    known = {each["name"]: each for each in cast("list[dict[str, object]]", pack.configure()["policies"])}

    assert {policy.name for policy in POLICIES} < known.keys()
    assert all(known[policy.name]["remediationSteps"] and known[policy.name]["framework"] for policy in POLICIES)
