"""The pack over what the environments really declare: clean as it is, and loud when a control is broken."""

from collections.abc import Callable
from dataclasses import replace

import pulumi_policy as pp
import pytest

from policies import pack
from policies.levels import environment_of, level
from policies.rules import POLICIES
from stacks import settings
from tests.policies.declared import EXCUSED, declared
from tests.policies.judging import Given, judge, violations


def _mandatory_violations(environment: str, resources: tuple[Given, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for policy in POLICIES:
        if level(policy.name, environment_of(environment)) is pp.EnforcementLevel.MANDATORY:
            judged = pack.enforced(policy, EXCUSED)
            messages = violations(judged, resources)
            found |= {policy.name: messages} if messages else {}
    return found


@pytest.mark.parametrize("preview", [True, False], ids=["first preview", "up"])
@pytest.mark.parametrize("environment", settings.environments())
def test_no_environment_violates_a_mandatory_policy(environment: str, preview: bool) -> None:  # noqa: FBT001
    assert _mandatory_violations(environment, declared(environment, preview=preview)) == {}


@pytest.mark.parametrize("environment", settings.environments())
def test_after_the_first_up_nothing_is_left_unevaluated(environment: str) -> None:
    resources = declared(environment, preview=False)
    stack_policies = [policy for policy in POLICIES if isinstance(policy, pp.StackValidationPolicy)]

    assert [judge(policy, *resources).not_evaluated for policy in stack_policies] == [""] * len(stack_policies)


@pytest.mark.parametrize("preview", [True, False], ids=["first preview", "up"])
@pytest.mark.parametrize(("environment", "inspected"), [("prod", True), ("test", False)])
def test_what_leaves_prod_passes_a_firewall(environment: str, inspected: bool, preview: bool) -> None:  # noqa: FBT001
    resources = declared(environment, preview=preview)
    (way_out,) = (policy for policy in POLICIES if policy.name == "networkfirewall-egress-inspected")
    verdict = judge(way_out, *resources)

    assert (verdict.violations == [], verdict.not_evaluated) == (inspected, "")
    kept = [policy for policy in POLICIES if policy.name.startswith("networkfirewall-firewall-")]
    assert len(kept) == 2
    assert [message for policy in kept for each in resources for message in judge(policy, each).violations] == []


def _with(**props: object) -> Callable[[Given], Given]:
    return lambda given: replace(given, props={**given.props, **props})


def _statement(**fields: object) -> dict[str, object]:
    return {"Statement": {"Effect": "Allow", **fields}}


_PRIVILEGED = {"predictor": {"model": {"securityContext": {"privileged": True}}}}
_ALL_MODELS = _statement(Action="s3:GetObject", Resource="arn:aws:s3:::models/*")


@pytest.mark.parametrize(
    ("kind", "name", "change", "policy"),
    [
        ("BucketPublicAccessBlock", "models", _with(blockPublicPolicy=False), "s3-public-access-block-complete"),
        ("BucketPublicAccessBlock", "models", None, "s3-bucket-public-access-block"),
        ("NetworkPolicy", "tenant-iris-firewall", None, "kubernetes-namespace-default-deny"),
        ("Role", "tenant-iris", _with(assumeRolePolicy=_statement(Principal="*")), "iam-role-no-open-trust"),
        ("RolePolicy", "tenant-iris-identity-data", _with(policy=_ALL_MODELS), "iam-tenant-role-bounded"),
        ("Addon", "vpc-cni", None, "eks-cluster-network-policy-engine"),
        ("InferenceService", "tenant-iris", _with(spec=_PRIVILEGED), "kubernetes-pod-no-privileged"),
        ("LaunchTemplate", "system-nodes", _with(metadataOptions={}), "ec2-launch-template-require-imdsv2"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("preview", [True, False], ids=["first preview", "up"])
def test_breaking_a_control_is_a_mandatory_violation_with_its_remedy(
    kind: str,
    name: str,
    change: Callable[[Given], Given] | None,
    policy: str,
    preview: bool,  # noqa: FBT001
) -> None:
    resources = declared("dev", preview=preview)
    hit = [each for each in resources if each.type.endswith(f":{kind}") and each.name.startswith(name)]
    rest = [each for each in resources if each not in hit]
    found = _mandatory_violations("dev", (*rest, *(change(each) for each in hit if change)))

    assert hit
    assert found[policy]
    assert all("\nFix: " in message for message in found[policy])
