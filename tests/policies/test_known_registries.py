"""The policy on registries where nothing says which account is the own one."""

import pytest

from policies.kubernetes import pod_image_registry
from tests.policies.judging import Given, judge

ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"


def _pod(image: str, **config: object) -> Given:
    return Given("kubernetes:core/v1:Pod", {"spec": {"containers": [{"image": image}]}}, "pod", config=config)


@pytest.mark.parametrize("provider", [[], [Given("pulumi:providers:aws", {"region": "eu-west-1"}, "aws")]])
def test_whether_a_registry_is_the_own_one_is_not_guessed(provider: list[Given]) -> None:
    verdict = judge(pod_image_registry.POLICY, *provider, _pod(f"{ECR}/iris"))

    assert verdict.violations == []
    assert "not evaluated: whether 123456789012 is the own account" in verdict.not_evaluated


def test_a_public_image_and_a_listed_registry_are_decided_without_it() -> None:
    assert judge(pod_image_registry.POLICY, _pod("nginx")).violations
    verdict = judge(pod_image_registry.POLICY, _pod(f"{ECR}/iris", registries=[ECR]))
    assert (verdict.violations, verdict.not_evaluated) == ([], "")
